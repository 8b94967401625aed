//! From token lines to feature structures.

use super::cells::{NO_VALUE, NOTHING, numbered, split, unescaped};
use super::header::{Column, Kind, Layer, SET};
use super::lines::{Lines, lines};
use crate::formats::cas::{self, ANNOTATION, Cas, Feature, Mark, Sofa, TOKEN};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx, unit_name};
use crate::model::Value;
use crate::text::{Text, Unit};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The largest file: a token has some columns to each of its letters.
const FILE: u64 = 2 * Text::MAX_BYTES as u64;

/// Reads a file.
pub(super) fn document(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let decoded = file.text(FILE, cx.options.encoding)?;
    cx.losses.add_replaced(&decoded, &file.name);
    let lines = lines(decoded.text.as_str(), &file.name)?;
    let (text, unit) = text_of(&lines, &file.name)?;
    if unit != Unit::Utf16 {
        cx.losses.add(LossKind::Unit, || {
            format!("{}: offsets are in {} and not in {}", file.name, unit_name(unit), unit_name(Unit::Utf16))
        });
    }
    if let Some(line) = lines.ends_before(&text, unit) {
        let why = "the file ends here, and tokens of the text are missing";
        return Err(FormatError::malformed(why, &file.name, line, 0));
    }
    let reading = Reading { lines: &lines, text: &text, unit, marks: Marks::default(), losses: cx.losses };
    let marks = reading.read(&file.name);
    let sofa = Sofa { id: 1, name: "_InitialView".to_owned(), text: Some(text.as_str().to_owned()), members: None };
    let cas = Cas { sofas: vec![sofa], marks };
    for document in cas::documents(&cas, &file.name, cx.losses)? {
        cx.document(cas::named(document, file.stem(), file.source(&decoded)))?;
    }
    Ok(())
}

/// The text, and the unit in which the tokens fit it; in Java's own where none does.
fn text_of(lines: &Lines<'_>, file: &str) -> Result<(Text, Unit), FormatError> {
    let in_unit = |unit| {
        let text = lines.text(unit, file)?;
        Text::new(text).map_err(|why| FormatError::TooLong { why, file: file.to_owned() })
    };
    let stated = in_unit(Unit::Utf16);
    if stated.as_ref().is_ok_and(|text| lines.fit(text, Unit::Utf16)) {
        return Ok((stated?, Unit::Utf16));
    }
    for unit in [Unit::CodePoint, Unit::Byte] {
        if let Ok(text) = in_unit(unit)
            && lines.fit(&text, unit)
        {
            return Ok((text, unit));
        }
    }
    Ok((stated?, Unit::Utf16))
}

/// The feature structures so far.
#[derive(Default)]
struct Marks {
    all: Vec<Mark>,
    /// By the numbers in brackets, which count over all layers.
    by_number: HashMap<u64, usize>,
    /// The layer and place of each, and which annotations are there.
    at: HashMap<(SmolStr, usize), Vec<usize>>,
    /// The links of chains by layer, chain, and place in the chain.
    links: BTreeMap<(SmolStr, u64, u64), usize>,
    slots: Vec<Slot>,
}

/// What fills a slot, before it is known which annotations there are.
struct Slot {
    host: usize,
    feature: SmolStr,
    link_type: SmolStr,
    target_type: SmolStr,
    /// The role and the place and number of each.
    fillers: Vec<(Option<String>, String, u64)>,
}

struct Reading<'a> {
    lines: &'a Lines<'a>,
    text: &'a Text,
    unit: Unit,
    marks: Marks,
    losses: &'a mut Losses,
}

impl<'a> Reading<'a> {
    fn read(mut self, file: &str) -> Vec<Mark> {
        let lines = self.lines;
        for layer in lines.layers.iter().filter(|layer| layer.kind != Kind::Relation) {
            for at in 0..lines.places.len() {
                match layer.kind {
                    Kind::Chain => self.add_links(layer, at, file),
                    _ => self.add_spans(layer, at),
                }
            }
        }
        self.fill_slots();
        self.join_chains();
        for layer in lines.layers.iter().filter(|layer| layer.kind == Kind::Relation) {
            for at in 0..lines.places.len() {
                self.add_relations(layer, at);
            }
        }
        self.marks.all
    }

    /// The items of a layer's columns at a place, stacked ones apart; nothing where there is no annotation.
    fn items(&self, layer: &Layer, at: usize) -> Vec<Vec<&'a str>> {
        let lines = self.lines;
        let cells = lines.places.get(at).map(|place| place.cells.as_slice()).unwrap_or_default();
        let own = cells.get(layer.first..layer.first + layer.columns.len()).unwrap_or_default();
        if own.iter().all(|cell| *cell == NOTHING) {
            return Vec::new();
        }
        own.iter().map(|cell| split(cell, '|')).collect()
    }

    fn add_spans(&mut self, layer: &Layer, at: usize) {
        let items = self.items(layer, at);
        let n = items.iter().map(Vec::len).max().unwrap_or_default();
        for stacked in 0..n {
            let item =
                |column: usize| items.get(column).and_then(|items| items.get(stacked)).copied().unwrap_or(NOTHING);
            let number = (0..layer.columns.len())
                .filter(|column| !matches!(layer.columns.get(*column), Some(Column::Fillers(_))))
                .map(|column| numbered(item(column)).1)
                .max()
                .unwrap_or_default();
            let known = self.marks.by_number.get(&number).copied().filter(|_| number > 0);
            let mark = match known {
                Some(mark) => {
                    self.extend(mark, at);
                    mark
                }
                None => {
                    let mark = self.add(&layer.type_name, at);
                    self.add_features(mark, layer, &item);
                    mark
                }
            };
            if number > 0 {
                self.marks.by_number.insert(number, mark);
            }
            self.marks.at.entry((layer.type_name.clone(), at)).or_default().push(mark);
        }
    }

    fn add_features<'b>(&mut self, mark: usize, layer: &Layer, item: &impl Fn(usize) -> &'b str) {
        for (n, column) in layer.columns.iter().enumerate() {
            match column {
                Column::Feature(name) => {
                    let feature = feature(name, item(n));
                    if let Some(mark) = self.marks.all.get_mut(mark) {
                        mark.features.extend(feature);
                    }
                }
                Column::Roles(name, link_type) => {
                    let target_type = match layer.columns.get(n + 1) {
                        Some(Column::Fillers(target_type)) => target_type.clone(),
                        _ => ANNOTATION.into(),
                    };
                    let fillers = fillers(numbered(item(n)).0, item(n + 1));
                    self.marks.slots.push(Slot {
                        host: mark,
                        feature: name.clone(),
                        link_type: link_type.clone(),
                        target_type,
                        fillers,
                    });
                }
                Column::Fillers(_) | Column::Base(_) => {}
            }
        }
    }

    fn fill_slots(&mut self) {
        for slot in std::mem::take(&mut self.marks.slots) {
            let mut links = Vec::with_capacity(slot.fillers.len());
            for (role, place, number) in slot.fillers {
                let target = self.find(&slot.target_type, &place, number);
                let role = role.map(|role| ("role".into(), Feature::Value(Value::Text(role.into()))));
                let mut features: Vec<(SmolStr, Feature)> = role.into_iter().collect();
                features.push(("target".into(), Feature::To(target)));
                let line = self.marks.all.get(slot.host).map_or(0, |host| host.line);
                links.push(self.push(Mark {
                    id: 0,
                    type_name: slot.link_type.clone(),
                    sofa: None,
                    at: None,
                    features,
                    line,
                }));
            }
            let ids = links.iter().filter_map(|at| self.marks.all.get(*at)).map(|mark| mark.id).collect();
            if let Some(host) = self.marks.all.get_mut(slot.host).filter(|_| !links.is_empty()) {
                host.features.push((slot.feature, Feature::All(ids)));
            }
        }
    }

    /// Links of chains: `value->chain-place` in the column of the relation, `value[chain]` in that of the type.
    fn add_links(&mut self, layer: &Layer, at: usize, file: &str) {
        let is_relation = |column: &Column| matches!(column, Column::Feature(name) if name == "referenceRelation");
        let link = layer.columns.iter().position(is_relation).unwrap_or_default();
        let items = self.items(layer, at);
        let n = items.iter().map(Vec::len).max().unwrap_or_default();
        for stacked in 0..n {
            let item =
                |column: usize| items.get(column).and_then(|items| items.get(stacked)).copied().unwrap_or(NOTHING);
            let Some((value, chain, n)) = place_in_chain(item(link)) else {
                let line = self.lines.places.get(at).map_or(0, |place| place.line);
                let cell = item(link);
                self.losses.add(LossKind::Span, || {
                    format!("{file}:{line}: “{cell}” does not say where in which chain this is, such as coref->1-2")
                });
                continue;
            };
            let key = (layer.type_name.clone(), chain, n);
            let mark = match self.marks.links.get(&key).copied() {
                Some(mark) => {
                    self.extend(mark, at);
                    mark
                }
                None => {
                    let mark = self.add(&layer.type_name, at);
                    let value = |column: usize| if column == link { value } else { item(column) };
                    self.add_features(mark, layer, &value);
                    self.marks.links.insert(key, mark);
                    mark
                }
            };
            self.marks.at.entry((layer.type_name.clone(), at)).or_default().push(mark);
        }
    }

    fn join_chains(&mut self) {
        let links: Vec<_> =
            self.marks.links.iter().map(|((layer, chain, _), mark)| (layer.clone(), *chain, *mark)).collect();
        for ((layer, chain, mark), (next_layer, next_chain, next)) in links.iter().zip(links.iter().skip(1)) {
            let next =
                self.marks.all.get(*next).map(|next| next.id).filter(|_| (layer, chain) == (next_layer, next_chain));
            if let Some((mark, next)) = self.marks.all.get_mut(*mark).zip(next) {
                mark.features.push(("next".into(), Feature::To(next)));
            }
        }
    }

    /// Relations stand where they lead to: `1-1[1_2]` comes from the annotation 1 at 1-1, and leads to the annotation 2 here.
    fn add_relations(&mut self, layer: &Layer, at: usize) {
        let items = self.items(layer, at);
        let base = layer.columns.iter().enumerate().find_map(|(n, column)| match column {
            Column::Base(base) => Some((n, base)),
            _ => None,
        });
        let Some((base_column, base)) = base else { return };
        let n = items.get(base_column).map_or(0, Vec::len);
        for stacked in 0..n {
            let item =
                |column: usize| items.get(column).and_then(|items| items.get(stacked)).copied().unwrap_or(NOTHING);
            let from = item(base_column);
            if from == NOTHING || from == NO_VALUE {
                continue;
            }
            let (place, numbers) =
                from.strip_suffix(']').and_then(|from| from.split_once('[')).unwrap_or((from, "0_0"));
            let number = |number: &str| number.parse().unwrap_or_default();
            let (source, target) =
                numbers.split_once('_').map_or((0, 0), |(source, target)| (number(source), number(target)));
            let governor = self.find(base, place, source);
            let dependent = self.find_at(base, Some(at), target);
            let mark = self.add(&layer.type_name, at);
            let own = layer.columns.iter().enumerate().filter_map(|(n, column)| match column {
                Column::Feature(name) => feature(name, item(n)),
                _ => None,
            });
            let mut features: Vec<(SmolStr, Feature)> = own.collect();
            features.push(("Governor".into(), Feature::To(governor)));
            features.push(("Dependent".into(), Feature::To(dependent)));
            if let Some(mark) = self.marks.all.get_mut(mark) {
                mark.features = features;
            }
        }
    }

    /// The id of the annotation that a cell means by a place and a number; one that nothing has if there is none.
    fn find(&mut self, type_name: &SmolStr, place: &str, number: u64) -> i64 {
        self.find_at(type_name, self.lines.by_name.get(place).copied(), number)
    }

    fn find_at(&mut self, type_name: &SmolStr, at: Option<usize>, number: u64) -> i64 {
        const NONE: i64 = -1;
        if number > 0 {
            let mark = self.marks.by_number.get(&number).and_then(|mark| self.marks.all.get(*mark));
            return mark.map_or(NONE, |mark| mark.id);
        }
        let Some(at) = at else { return NONE };
        let own = self.marks.at.get(&(type_name.clone(), at));
        let other = || {
            let layers = self.lines.layers.iter().filter(|layer| layer.kind != Kind::Relation);
            layers.filter_map(|layer| self.marks.at.get(&(layer.type_name.clone(), at))).next()
        };
        let found = match own {
            Some(own) => Some(own),
            None if type_name == TOKEN => None,
            None => other(),
        };
        let mark = match found.and_then(|marks| marks.first()) {
            Some(mark) => *mark,
            // Relations between words have no annotations at their ends.
            None if type_name == TOKEN => {
                let mark = self.add(type_name, at);
                self.marks.at.entry((type_name.clone(), at)).or_default().push(mark);
                mark
            }
            None => return NONE,
        };
        self.marks.all.get(mark).map_or(NONE, |mark| mark.id)
    }

    fn add(&mut self, type_name: &SmolStr, at: usize) -> usize {
        let range = self.range(at);
        let line = self.lines.places.get(at).map_or(0, |place| place.line);
        self.push(Mark { id: 0, type_name: type_name.clone(), sofa: Some(1), at: range, features: Vec::new(), line })
    }

    fn push(&mut self, mark: Mark) -> usize {
        let at = self.marks.all.len();
        self.marks.all.push(Mark { id: at as i64 + 2, ..mark });
        at
    }

    /// Makes an annotation reach over a further place.
    fn extend(&mut self, mark: usize, at: usize) {
        let range = self.range(at);
        if let Some((mark, (begin, end))) = self.marks.all.get_mut(mark).zip(range) {
            mark.at = mark.at.map(|(first, last)| (first.min(begin), last.max(end)));
        }
    }

    /// Where a place is, in UTF-16 units.
    fn range(&self, at: usize) -> Option<(i64, i64)> {
        let place = self.lines.places.get(at)?;
        let units = |n: i64| {
            let offset = usize::try_from(n).ok().and_then(|n| self.text.offset(n, self.unit).ok());
            // What lies nowhere stays what it is, and is counted where spans are placed.
            offset.map_or(n, |offset| self.text.count(offset, Unit::Utf16) as i64)
        };
        if self.unit == Unit::Utf16 {
            Some((place.begin, place.end))
        } else {
            Some((units(place.begin), units(place.end)))
        }
    }
}

/// The value of a link, its chain and its place there.
fn place_in_chain(item: &str) -> Option<(&str, u64, u64)> {
    let (value, place) = item.rsplit_once("->")?;
    let (chain, n) = place.split_once('-')?;
    Some((value, chain.parse().ok()?, n.parse().ok()?))
}

/// A feature with its value, if it has one.
fn feature(name: &SmolStr, item: &str) -> Option<(SmolStr, Feature)> {
    let (value, _) = numbered(item);
    if name.is_empty() || value == NOTHING || value == NO_VALUE {
        return None;
    }
    let value = unescaped(value);
    let (name, value) = match name.strip_suffix(SET) {
        Some(name) => (SmolStr::from(name), Value::Set(words(&value))),
        None => (name.clone(), Value::Text(value.into())),
    };
    Some((name, Feature::Value(value)))
}

/// Several words in one cell: commas between them, and `%2C` where a word has one.
fn words(value: &str) -> BTreeSet<SmolStr> {
    let word = |word: &str| word.replace("%2C", ",").replace("%25", "%").into();
    if value.is_empty() { [].into() } else { value.split(',').map(word).collect() }
}

/// What fills a slot: roles in one cell and places in the other, with `;` between them.
fn fillers(roles: &str, places: &str) -> Vec<(Option<String>, String, u64)> {
    let roles = split(roles, ';');
    let places = split(places, ';');
    let filled =
        places.iter().enumerate().filter(|(_, place)| **place != NOTHING && **place != NO_VALUE && !place.is_empty());
    filled
        .map(|(n, place)| {
            let role = roles.get(n).filter(|role| **role != NOTHING && **role != NO_VALUE);
            let (place, number) = numbered(place);
            (role.map(|role| unescaped(role)), place.to_owned(), number)
        })
        .collect()
}
