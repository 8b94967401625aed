//! The attributes of an annotation, or of the article: what is asked for, and what is said.

use super::ViewCx;
use crate::app::theme::size;
use crate::app::widgets::{ChoiceChip, Words, choice_chip_ui, isolated, on_hover_words, words_ui};
use crate::model::{Attribute, AttributeId, AttributeKind, Choice, Confidence, Number, Value};
use crate::report::unmarked;
use egui::{Id, Response, TextEdit, Ui};
use std::collections::BTreeSet;

/// Draws what is asked for, each with its values. `said` tells what is said; the return value is what was said anew, none
/// taking it away. The first field takes the keyboard if it `wants_focus`.
pub fn values_ui<'a>(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    asked: &[&Attribute],
    said: impl Fn(&AttributeId) -> Option<&'a Value>,
    wants_focus: bool,
) -> Option<(AttributeId, Option<Value>)> {
    let mut changed = None;
    for (n, attribute) in asked.iter().enumerate() {
        let value = said(&attribute.id);
        let name = name_ui(ui, cx, attribute, value).id;
        let field = ui.push_id(attribute.id.as_str(), |ui| value_ui(ui, attribute, value, name)).inner;
        if wants_focus && n == 0 {
            field.first.request_focus();
        }
        if let Some(new) = field.new.filter(|new| new.as_ref() != value) {
            changed = Some((attribute.id.clone(), new));
        }
        ui.add_space(size::SPACE_XS);
    }
    changed
}

/// Draws how sure the annotator is, as steps. The return value is another step, or none.
pub fn confidence_ui(ui: &mut Ui, cx: &ViewCx<'_>, said: Option<Confidence>) -> Option<Option<Confidence>> {
    words_ui(ui, &Words::line("Confidence").color(cx.theme.text_soft));
    let mut steps: BTreeSet<u8> = [25, 50, 75, 100].into();
    steps.extend(said.map(Confidence::percent));
    let mut changed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = size::SPACE_XS;
        for percent in steps {
            let is_said = said.is_some_and(|said| said.percent() == percent);
            let name = format!("{percent} %");
            let chip = ChoiceChip { of: "Confidence", name: &name, chosen: is_said, ..ChoiceChip::default() };
            if choice_chip_ui(ui, &chip).clicked() {
                changed = Some(Confidence::new(percent).filter(|_| !is_said));
            }
        }
    });
    changed
}

/// The attribute's name, with what is missing.
fn name_ui(ui: &mut Ui, cx: &ViewCx<'_>, attribute: &Attribute, value: Option<&Value>) -> Response {
    let is_missing = attribute.required && value.is_none();
    let is_strange = value.is_some_and(|value| !attribute.kind.takes(value));
    let name = isolated(&attribute.name);
    let (name, color) = match (is_missing, is_strange, value) {
        (true, ..) => (format!("{name} is needed"), cx.theme.warning),
        (_, true, Some(value)) => {
            (format!("{name}: “{}” is not in the codebook", attribute.words(value)), cx.theme.warning)
        }
        _ => (name, cx.theme.text_soft),
    };
    let response = words_ui(ui, &Words { lines: 2, ..Words::sentence(&name).color(color) });
    if attribute.guide.is_empty() { response } else { on_hover_words(response, &unmarked(&attribute.guide)) }
}

/// A field as it was drawn.
struct Field {
    /// What takes the keyboard first.
    first: Response,
    /// A new value, if one was given: none takes it away.
    new: Option<Option<Value>>,
}

fn value_ui(ui: &mut Ui, attribute: &Attribute, value: Option<&Value>, name: Id) -> Field {
    match &attribute.kind {
        AttributeKind::Choice(choices) => {
            let is_chosen = |choice: &Choice| value == Some(&Value::Text(choice.id.clone()));
            let (first, clicked) = chips_ui(ui, attribute, choices.iter().map(|it| (it.name.as_str(), is_chosen(it))));
            let clicked = clicked.and_then(|at| choices.get(at));
            let new = clicked.map(|it| Some(Value::Text(it.id.clone())).filter(|_| !is_chosen(it)));
            Field { first, new }
        }
        AttributeKind::Choices(choices) => {
            let mut chosen = match value {
                Some(Value::Set(ids)) => ids.clone(),
                _ => BTreeSet::new(),
            };
            let names = choices.iter().map(|it| (it.name.as_str(), chosen.contains(&it.id)));
            let (first, clicked) = chips_ui(ui, attribute, names);
            let new = clicked.and_then(|at| choices.get(at)).map(|choice| {
                if !chosen.remove(&choice.id) {
                    chosen.insert(choice.id.clone());
                }
                Some(Value::Set(chosen)).filter(|set| *set != Value::Set(BTreeSet::new()))
            });
            Field { first, new }
        }
        AttributeKind::YesNo => {
            let said = [true, false].map(|yes| value == Some(&Value::YesNo(yes)));
            let (first, clicked) = chips_ui(ui, attribute, [("yes", said[0]), ("no", said[1])].into_iter());
            let new = clicked.map(|at| Some(Value::YesNo(at == 0)).filter(|new| value != Some(new)));
            Field { first, new }
        }
        AttributeKind::Number { .. } | AttributeKind::Text => typed_ui(ui, attribute, value, name),
    }
}

/// Chips in as many rows as they take. Returns the first and which was clicked.
fn chips_ui<'a>(
    ui: &mut Ui,
    attribute: &Attribute,
    chips: impl Iterator<Item = (&'a str, bool)>,
) -> (Response, Option<usize>) {
    let row = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(size::SPACE_XS, size::SPACE_XS);
        let (mut first, mut clicked) = (None, None);
        for (n, (name, chosen)) in chips.enumerate() {
            let chip = ChoiceChip { of: &attribute.name, name, chosen, ..ChoiceChip::default() };
            let response = choice_chip_ui(ui, &chip);
            if response.clicked() {
                clicked = Some(n);
            }
            first.get_or_insert(response);
        }
        (first, clicked)
    });
    (row.inner.0.unwrap_or(row.response), row.inner.1)
}

/// A field for text or a number. What is typed counts once the field is left, or with Enter.
fn typed_ui(ui: &mut Ui, attribute: &Attribute, value: Option<&Value>, name: Id) -> Field {
    let id = ui.next_auto_id().with("typed");
    let said = value.map(|value| attribute.words(value)).unwrap_or_default();
    let mut typed: String = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| said.clone());
    let edit = TextEdit::singleline(&mut typed).desired_width(f32::INFINITY).hint_text(bounds(attribute));
    let response = ui.add(edit).labelled_by(name);
    let new = parsed(attribute, &typed);
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, typed));
        if new.is_none() {
            let color = crate::app::theme::Theme::of(ui).danger;
            words_ui(ui, &Words::line(&bounds(attribute)).color(color));
        }
        return Field { first: response, new: None };
    }
    ui.data_mut(|data| data.remove::<String>(id));
    let is_left = response.lost_focus() && typed != said;
    Field { first: response, new: new.filter(|_| is_left) }
}

/// What is typed as a value: nothing for what cannot be one, and no value for an empty field.
fn parsed(attribute: &Attribute, typed: &str) -> Option<Option<Value>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(None);
    }
    let value = match attribute.kind {
        AttributeKind::Number { .. } => Value::Number(typed.replace(',', ".").parse().ok().and_then(Number::new)?),
        _ => Value::Text(typed.into()),
    };
    attribute.kind.takes(&value).then_some(Some(value))
}

/// What can be typed, for an empty field.
fn bounds(attribute: &Attribute) -> String {
    match attribute.kind {
        AttributeKind::Number { least: Some(least), most: Some(most) } => format!("A number from {least} to {most}"),
        AttributeKind::Number { least: Some(least), most: None } => format!("A number from {least} on"),
        AttributeKind::Number { least: None, most: Some(most) } => format!("A number up to {most}"),
        AttributeKind::Number { .. } => "A number".to_owned(),
        _ => String::new(),
    }
}
