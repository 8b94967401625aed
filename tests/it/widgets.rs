//! The widgets as a person and a screen reader meet them: found by name, pressed by pointer and by key.

use std::cell::{Cell, RefCell};

use egui::accesskit::{Role, Toggled};
use egui::{Id, Key, Modifiers, Rect, Ui, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glossator::app::theme::{self, Theme, icons, size};
use glossator::app::widgets::*;

/// A window with the theme in it.
fn harness<'a>(mut draw: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    let mut installed = false;
    Harness::builder().with_size(vec2(600.0, 500.0)).build_ui(move |ui| {
        if !installed {
            theme::install(ui);
            installed = true;
        }
        draw(ui);
    })
}

#[test]
fn an_icon_button_is_found_by_its_name_and_pressed_by_pointer_and_key() {
    let n_clicks = Cell::new(0);
    let mut harness = harness(|ui| {
        let button = IconButton { icon: icons::UNDO, label: "Undo", key: Some("Ctrl+Z"), ..IconButton::default() };
        n_clicks.set(n_clicks.get() + usize::from(icon_button_ui(ui, &button).clicked()));
    });
    harness.get_by_role_and_label(Role::Button, "Undo").click();
    harness.run();
    assert_eq!(n_clicks.get(), 1);
    harness.get_by_label("Undo").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    assert_eq!(n_clicks.get(), 2);
}

#[test]
fn a_toggle_button_says_what_it_switches_and_whether_it_is_on() {
    let on = Cell::new(false);
    let mut harness = harness(|ui| {
        let button = ToggleButton { letters: "Aa", label: "Match case", key: Some("Alt+C"), on: on.get() };
        on.set(on.get() ^ toggle_button_ui(ui, &button).clicked());
    });
    assert_eq!(harness.get_by_label("Match case").accesskit_node().toggled(), Some(Toggled::False));
    harness.get_by_role_and_label(Role::Button, "Match case").click();
    harness.run();
    assert_eq!(harness.get_by_label("Match case").accesskit_node().toggled(), Some(Toggled::True));
    harness.get_by_label("Match case").hover();
    harness.run_steps(8);
    assert!(harness.query_by_label("Key Alt+C").is_some());
}

#[test]
fn only_the_newest_message_about_a_thing_is_shown() {
    let toasts = RefCell::new(Toasts::default());
    let toast = |message: &str| Toast { message: message.to_owned(), ..Toast::default() };
    toasts.borrow_mut().push_about("item", toast("1 of 2"));
    toasts.borrow_mut().push(toast("Saved elsewhere"));
    toasts.borrow_mut().push_about("item", toast("2 of 2"));
    let harness = harness(|ui| {
        toasts_ui(ui, &mut toasts.borrow_mut(), ToastPlace::Bottom(0.0));
    });
    assert!(harness.query_by_label("1 of 2").is_none());
    assert!(harness.query_by_label("2 of 2").is_some() && harness.query_by_label("Saved elsewhere").is_some());
}

#[test]
fn a_tooltip_tells_the_key() {
    let mut harness = harness(|ui| {
        let button = IconButton { icon: icons::UNDO, label: "Undo", key: Some("Ctrl+Z"), ..IconButton::default() };
        icon_button_ui(ui, &button);
    });
    harness.get_by_role_and_label(Role::Button, "Undo").hover();
    harness.run_steps(8);
    assert!(harness.query_by_label("Key Ctrl+Z").is_some());
}

#[test]
fn a_tag_row_says_its_count_and_that_it_is_armed_and_can_be_dragged() {
    let dragged = Cell::new(false);
    let mut harness = harness(|ui| {
        let colors = Theme::of(ui).tag_slot(0);
        let row = TagRow { key: Some("1"), count: Some(14), armed: true, ..TagRow::new("Person", colors) };
        let response = tag_row_ui(ui, &row);
        response.dnd_set_drag_payload(7_u32);
        dragged.set(dragged.get() || response.dragged());
    });
    harness.run();
    let at = harness.get_by_label("Person, 14, armed").rect().center();
    harness.drag_at(at);
    harness.run_steps(2);
    harness.hover_at(at + vec2(0.0, 60.0));
    harness.run_steps(2);
    assert!(dragged.get());
}

#[test]
fn a_segment_is_chosen_by_pointer_and_by_arrows() {
    let chosen = Cell::new(0);
    let mut harness = harness(|ui| {
        let mut index = chosen.get();
        segmented_ui(ui, "Counted in", &["This document", "Filter", "Project"], &mut index);
        chosen.set(index);
    });
    harness.get_by_label("Project").click();
    harness.run();
    assert_eq!(chosen.get(), 2);
    harness.get_by_label("Project").focus();
    harness.run();
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert_eq!(chosen.get(), 1);
    harness.key_press(Key::ArrowLeft);
    harness.run();
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert_eq!(chosen.get(), 0);
}

#[test]
fn a_search_field_takes_text_and_is_cleared() {
    let text = RefCell::new(String::new());
    let mut harness = harness(|ui| {
        let field = SearchField { label: "Find", hint: "Find or do anything", key: Some("Ctrl+P"), icon: None };
        search_field_ui(ui, &field, &mut text.borrow_mut());
    });
    assert!(harness.query_by_label("Clear Find").is_none());
    harness.get_by_role_and_label(Role::TextInput, "Find").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Find").type_text("truce");
    harness.run();
    assert_eq!(*text.borrow(), "truce");
    harness.get_by_label("Clear Find").click();
    harness.run();
    assert_eq!(*text.borrow(), "");
    assert!(harness.get_by_role_and_label(Role::TextInput, "Find").is_focused());
}

#[test]
fn a_box_is_ticked_by_pointer_and_key() {
    let on = Cell::new(false);
    let mut harness = harness(|ui| {
        let mut value = on.get();
        checkbox_ui(ui, &mut value, "Whole words");
        on.set(value);
    });
    harness.get_by_role_and_label(Role::CheckBox, "Whole words").click();
    harness.run();
    assert!(on.get());
    harness.get_by_label("Whole words").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    assert!(!on.get());
}

#[test]
fn a_choice_opens_and_takes_one() {
    let chosen = Cell::new(0);
    let mut harness = harness(|ui| {
        let mut index = chosen.get();
        select_ui(ui, "Role", &["envoy", "minister"], &mut index);
        chosen.set(index);
    });
    harness.get_by_label("Role: envoy").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "minister").click();
    harness.run();
    assert_eq!(chosen.get(), 1);
    assert!(harness.query_by_label("Role: minister").is_some());
}

/// Opens a dialog by Enter on a button, presses keys, and tells the answer.
#[track_caller]
fn check_dialog(destroys: bool, can_confirm: bool, keys: &[Key], expected: Option<DialogAnswer>) {
    let open = Cell::new(false);
    let answer = Cell::new(None);
    let mut harness = harness(|ui| {
        let button = Button { label: "Ask", ..Button::default() };
        if button_ui(ui, &button).clicked() {
            open.set(true);
        }
        if open.get() {
            let base = Dialog::new(Id::unique("dialog"), "Remove 12 documents?", "Remove");
            let dialog = Dialog { destroys, can_confirm, ..base };
            if let Some(given) = dialog_ui(ui, &dialog, |ui| drop(ui.label("They can be brought back."))) {
                answer.set(Some(given));
                open.set(false);
            }
        }
    });
    harness.get_by_label("Ask").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert!(open.get(), "the Enter that opens a dialog does not answer it");
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
    assert_eq!(answer.get(), expected);
}

#[test]
fn enter_confirms_and_escape_cancels() {
    check_dialog(false, true, &[Key::Enter], Some(DialogAnswer::Confirmed));
    check_dialog(false, true, &[Key::Escape], Some(DialogAnswer::Cancelled));
    check_dialog(false, false, &[Key::Enter], None);
}

#[test]
fn enter_never_destroys_and_belongs_to_the_focused_button() {
    check_dialog(true, true, &[Key::Enter], None);
    check_dialog(true, true, &[Key::Tab, Key::Enter], Some(DialogAnswer::Confirmed));
    check_dialog(true, true, &[Key::Tab, Key::Tab, Key::Enter], Some(DialogAnswer::Cancelled));
    check_dialog(false, true, &[Key::Tab, Key::Tab, Key::Enter], Some(DialogAnswer::Cancelled));
}

#[test]
fn a_toast_gives_its_action_and_goes_by_itself_but_errors_stay() {
    let toasts = RefCell::new(Toasts::default());
    let taken = Cell::new(None);
    let mut harness = harness(|ui| {
        if let Some(id) = toasts_ui(ui, &mut toasts.borrow_mut(), ToastPlace::Bottom(26.0)) {
            taken.set(Some(id));
        }
    });
    let undo = ToastAction { id: 7, label: "Undo".to_owned(), key: Some("Ctrl+Z".to_owned()), is_lasting: false };
    let tagged = Toast { message: "Tagged 12 matches".to_owned(), action: Some(undo), ..Toast::default() };
    let failed = Toast { kind: ToastKind::Error, message: "Could not save".to_owned(), action: None };
    toasts.borrow_mut().push(tagged.clone());
    toasts.borrow_mut().push(failed);
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Button, "Undo").click();
    harness.run_steps(2);
    assert_eq!(taken.get(), Some(7));
    assert!(harness.query_by_label("Tagged 12 matches").is_none());

    toasts.borrow_mut().push(tagged);
    harness.remove_cursor();
    harness.run_steps(4);
    assert!(harness.query_by_label("Tagged 12 matches").is_some());
    harness.run_steps(40);
    assert!(harness.query_by_label("Tagged 12 matches").is_none());
    assert!(harness.query_by_label("Could not save").is_some());
    harness.get_by_label("Close message").click();
    harness.run_steps(2);
    assert!(toasts.borrow().is_empty());
}

#[test]
fn the_same_message_twice_is_shown_once_and_no_more_than_four_stand() {
    let mut toasts = Toasts::default();
    let toast = |message: &str| Toast { message: message.to_owned(), ..Toast::default() };
    for message in ["a", "b", "a", "c", "d", "e"] {
        toasts.push(toast(message));
    }
    let toasts = RefCell::new(toasts);
    let mut harness = harness(|ui| {
        toasts_ui(ui, &mut toasts.borrow_mut(), ToastPlace::Bottom(0.0));
    });
    harness.run_steps(2);
    let shown = |message: &str| harness.query_all_by_label(message).count();
    assert_eq!(["a", "b", "c", "d", "e"].map(shown), [1, 0, 1, 1, 1]);
}

/// Types into a path field and presses keys; tells the text and whether it was submitted.
#[track_caller]
fn check_path(typed: &str, keys: &[Key], expected: &str, submitted: bool) {
    let text = RefCell::new(String::new());
    let entered = Cell::new(false);
    let mut harness = harness(|ui| {
        let field = PathField { id: Id::unique("path"), label: "Folder", hint: "Folder" };
        let complete = |text: &str| {
            let known = ["/texts/", "/texts/aleppo.txt", "/texts/homs.txt"];
            known.iter().filter(|path| path.starts_with(text)).map(|path| (*path).to_owned()).collect()
        };
        let response = path_field_ui(ui, &field, &mut text.borrow_mut(), &complete);
        entered.set(entered.get() || response.submitted);
    });
    harness.get_by_role_and_label(Role::TextInput, "Folder").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Folder").type_text(typed);
    harness.run();
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
    assert_eq!((text.borrow().as_str(), entered.get()), (expected, submitted));
}

#[test]
fn a_path_is_completed_by_tab_and_chosen_by_arrows() {
    check_path("/te", &[Key::Tab], "/texts/", false);
    check_path("/te", &[Key::Tab, Key::Tab], "/texts/aleppo.txt", false);
    check_path("/texts/", &[Key::ArrowDown, Key::ArrowDown, Key::Enter], "/texts/homs.txt", false);
    check_path("/texts/", &[Key::ArrowDown, Key::ArrowUp, Key::Enter], "/texts/", true);
    check_path("/else", &[Key::Enter], "/else", true);
}

#[test]
fn a_completion_is_taken_by_a_click() {
    let text = RefCell::new("/te".to_owned());
    let mut harness = harness(|ui| {
        let field = PathField { id: Id::unique("path"), label: "Folder", hint: "Folder" };
        path_field_ui(ui, &field, &mut text.borrow_mut(), &|_| vec!["/texts/".to_owned()]);
    });
    harness.get_by_role_and_label(Role::TextInput, "Folder").focus();
    harness.run();
    harness.get_by_label("/texts/").click();
    harness.run();
    assert_eq!(*text.borrow(), "/texts/");
}

#[test]
fn a_color_is_picked_from_the_slots_or_typed() {
    let picked = Cell::new(PickedColor::Slot(0));
    let mut harness = harness(|ui| {
        let mut color = picked.get();
        color_picker_ui(ui, &mut color);
        picked.set(color);
    });
    harness.get_by_label("Color 26, dotted").click();
    harness.run();
    assert_eq!(picked.get(), PickedColor::Slot(25));
    let field = harness.get_by_label("Own color as hexadecimal");
    field.focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness.get_by_label("Own color as hexadecimal").type_text("#1f8a70");
    harness.run();
    assert_eq!(picked.get(), PickedColor::Seed([0x1f, 0x8a, 0x70]));
}

#[test]
fn a_popover_leaves_its_place_free_and_goes_with_escape() {
    let beside = Rect::from_min_size(pos2(100.0, 200.0), vec2(80.0, 24.0));
    let seen = Cell::new((Rect::NOTHING, false));
    let mut harness = harness(|ui| {
        let id = Id::unique("palette");
        let popover = Popover { id, label: "Tags", beside, layer: ui.layer_id(), width: 240.0 };
        let shown = popover_ui(ui, &popover, |ui| drop(ui.label("Person")));
        if let Some(shown) = shown {
            seen.set((shown.rect, seen.get().1 || shown.dismissed));
        }
    });
    harness.run();
    let (rect, dismissed) = seen.get();
    assert!(!rect.intersects(beside) && !dismissed, "{rect:?}");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(seen.get().1);
}

#[test]
fn work_can_be_stopped_and_an_empty_place_acted_on() {
    let stopped = Cell::new(false);
    let acted = Cell::new(false);
    let mut harness = harness(|ui| {
        let row = ProgressRow { label: "Importing", share: Some(0.5), detail: "1 of 2", can_cancel: true };
        stopped.set(stopped.get() || progress_row_ui(ui, &row));
        let state = EmptyState { icon: icons::TAG, sentence: "No tags yet.", action: Some("New tag"), key: None };
        acted.set(acted.get() || empty_state_ui(ui, &state));
    });
    harness.get_by_label("Cancel Importing").click();
    harness.run();
    harness.get_by_label("New tag").click();
    harness.run();
    assert!(stopped.get() && acted.get());
}

#[test]
fn whatever_can_be_pressed_is_large_enough() {
    let mut text = "ceasefire".to_owned();
    let mut harness = harness(|ui| {
        let theme = Theme::of(ui);
        let colors = theme.tag_slot(3);
        tag_row_ui(ui, &TagRow { compact: true, ..TagRow::new("Person", colors) });
        list_row_ui(ui, &ListRow { title: "Truce", compact: true, ..ListRow::default() });
        menu_item_ui(ui, &MenuItem { label: "Open…", ..MenuItem::default() });
        tag_chip_ui(ui, &TagChip { name: "X", colors, selected: false, removable: true });
        button_ui(ui, &Button { label: "Go", ..Button::default() });
        icon_button_ui(ui, &IconButton { icon: icons::UNDO, label: "Undo", ..IconButton::default() });
        checkbox_ui(ui, &mut true, "A");
        segmented_ui(ui, "Place", &["A", "B"], &mut 0);
        search_field_ui(ui, &SearchField { label: "Find", ..SearchField::default() }, &mut text);
        color_picker_ui(ui, &mut PickedColor::Slot(0));
        progress_row_ui(ui, &ProgressRow { label: "Work", can_cancel: true, share: Some(0.1), detail: "" });
    });
    harness.run();
    for role in [Role::Button, Role::CheckBox, Role::RadioButton, Role::MenuItem] {
        for node in harness.get_all_by_role(role) {
            let rect = node.rect();
            assert!(rect.width() >= size::HIT && rect.height() >= size::HIT, "{:?} is {:?}", node, rect.size());
        }
    }
}
