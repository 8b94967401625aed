//! What is said beside tags: attributes, flags, what the article is about, and links between spans.

use crate::app::action::Action;
use crate::app::desk::Linking;
use crate::app::overlay::Overlay;
use crate::app::reader::SpanRef;
use crate::app::verb::Verb;
use crate::app::views::relations::RelationChoice;
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::edit::{Command, Saying, Target, permitted_relations};
use crate::model::{AttributeId, Direction, LayerKind, RecordId, TagId, Value};
use egui::{Rect, vec2};

impl Window {
    pub(super) fn saying_verb(&mut self, verb: Verb) {
        let Session::Open(desk) = &mut self.session else { return };
        match verb {
            Verb::Flag => self.flag(),
            Verb::Attributes => {
                if desk.focused_own().is_empty() {
                    return self.say(ToastKind::Info, "Focus a span first: click it, or press Tab".to_owned());
                }
                desk.values_want_focus = true;
                self.show_right();
            }
            Verb::DocumentLabels => {
                desk.let_go();
                desk.values_want_focus = true;
                self.show_right();
            }
            Verb::LinkSpan => self.begin_link(None),
            _ => {}
        }
    }

    /// Opens the panel at the right, where values are.
    fn show_right(&mut self) {
        self.focus_mode = false;
        self.preferences.right_folded = false;
        self.right_over = true;
    }

    fn flag(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        let own = desk.focused_own();
        let (Some(set), false) = (desk.own_key(), own.is_empty()) else {
            return self.say(ToastKind::Info, "Focus a span first: click it, or press Tab".to_owned());
        };
        let spans = desk.own_set().map(|set| &set.spans);
        let is_flagged = |span: &SpanRef| {
            spans.and_then(|spans| spans.get(span.key())).is_some_and(|span| span.details.said().flagged)
        };
        let what = Saying::Flag(!own.iter().all(is_flagged));
        let of = own.iter().map(|span| Target::Span(span.key())).collect();
        self.run(&Command::Say { set, of, what });
    }

    /// Gives the article a tag, or takes it away.
    pub(super) fn tag_document(&mut self, tag: &TagId, given: bool) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.workspace.annotator().is_none() {
            self.once_seated = Some(Action::TagDocument(tag.clone(), given));
            return self.ask_who();
        }
        if let Some(set) = desk.own_key() {
            self.run(&Command::TagDocument { set, tag: tag.clone(), given });
        }
    }

    /// Says something of the article as a whole.
    pub(super) fn say_of_document(&mut self, attribute: AttributeId, value: Option<Value>) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.workspace.annotator().is_none() {
            self.once_seated = Some(Action::SayOfDocument(attribute, value));
            return self.ask_who();
        }
        if let Some(set) = desk.own_key() {
            self.run(&Command::SayOfDocument { set, attribute, value });
        }
    }

    /// A tag of another kind than spans was asked for: the article gets it, or the focused span is linked as it.
    pub(super) fn apply_other(&mut self, tag: &TagId, kind: LayerKind) {
        let Session::Open(desk) = &mut self.session else { return };
        match kind {
            LayerKind::Span => {}
            LayerKind::Document => {
                let given = desk.own_set().is_none_or(|set| !set.document_tags.contains_key(tag));
                self.tag_document(tag, given);
            }
            LayerKind::Relation => {
                let tags = &desk.workspace.project().codebook;
                let is_chain = tags.tag(tag).is_some_and(|tag| tag.ends.direction == Direction::Chain);
                if is_chain { self.join_chain(tag) } else { self.begin_link(Some(tag.clone())) }
            }
        }
    }

    /// Links the focused span to the last mention.
    fn join_chain(&mut self, tag: &TagId) {
        let Session::Open(desk) = &mut self.session else { return };
        let own = desk.focused_own();
        let (Some(set), [span]) = (desk.own_key(), own.as_slice()) else {
            return self.say(ToastKind::Info, "Focus the span that joins the chain first".to_owned());
        };
        self.run(&Command::JoinChain { set, span: span.key(), tag: tag.clone() });
    }

    /// From now on the next span that is chosen is linked to the focused one.
    fn begin_link(&mut self, tag: Option<TagId>) {
        let Session::Open(desk) = &mut self.session else { return };
        let codebook = &desk.workspace.project().codebook;
        if codebook.of_kind(LayerKind::Relation).next().is_none() {
            let none = "The codebook has no relations yet. Add a layer of relations with a tag there".to_owned();
            return self.say(ToastKind::Info, none);
        }
        match desk.focused_own().as_slice() {
            [span] => desk.page.linking = Some(Linking { from: *span, tag }),
            _ => self.say(ToastKind::Info, "Focus the span that the relation goes out from first".to_owned()),
        }
    }

    /// Ends a link at a span: with its tag, the only one that is permitted, or the one that is chosen then.
    pub(super) fn end_link(&mut self, to: SpanRef) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(Linking { from, tag }) = desk.page.linking.take() else { return };
        if to.layer > 0 {
            desk.page.linking = Some(Linking { from, tag });
            return self.say(ToastKind::Info, "A relation links spans of one annotator".to_owned());
        }
        if let Some(tag) = tag {
            return self.relate(from, to, &tag);
        }
        let Some(set) = desk.own_set() else { return };
        let [Some(first), Some(second)] = [from, to].map(|end| set.spans.get(end.key())) else { return };
        let permitted = permitted_relations(&desk.workspace.project().codebook, first, second);
        match permitted.as_slice() {
            [] => self.say(ToastKind::Info, "The codebook permits no relation between these spans".to_owned()),
            [only] => {
                let tag = only.id.clone();
                self.relate(from, to, &tag);
            }
            _ => {
                let beside = desk.page.reader.as_ref().and_then(|reader| reader.range_rect(second.hull()));
                let beside = beside.unwrap_or(Rect::from_min_size(egui::pos2(400.0, 200.0), vec2(1.0, 1.0)));
                self.overlay = Some(Overlay::Relation(RelationChoice { from, to, chosen: 0, beside, is_new: true }));
            }
        }
    }

    /// Links two spans.
    pub(super) fn relate(&mut self, from: SpanRef, to: SpanRef, tag: &TagId) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(set) = desk.own_key() else { return };
        let before: Vec<RecordId> =
            desk.own_set().map(|set| set.relations.keys().copied().collect()).unwrap_or_default();
        if !self.run(&Command::Relate { set, from: from.key(), to: to.key(), tag: tag.clone() }) {
            return;
        }
        self.overlay = None;
        let Session::Open(desk) = &mut self.session else { return };
        let new = desk.own_set().and_then(|set| set.relations.keys().find(|id| !before.contains(id)).copied());
        desk.page.focus = vec![to];
        desk.page.relation = new.map(|id| (0, id));
    }

    /// Shows what is said of a relation; again puts it away.
    pub(super) fn choose_relation(&mut self, layer: usize, id: RecordId) {
        let Session::Open(desk) = &mut self.session else { return };
        let chosen = Some((layer, id));
        desk.page.relation = chosen.filter(|_| desk.page.relation != chosen);
    }
}
