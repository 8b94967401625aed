//! From lines and a text to a document.

use super::format::joined;
use super::lines::{Line, What, lines};
use crate::formats::escape::unescaped;
use crate::formats::exchange::{Document, Label, Note, Relation, Set, Span, Target, Values};
use crate::formats::units::{Claim, is_quote, other_words, placed};
use crate::formats::{FormatError, InputFile, LossKind, ReadCx};
use crate::model::{Fragments, Value};
use crate::text::{Text, TextRange, Unit};
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashMap};

/// The largest text, and the largest file of annotations.
const TEXT: u64 = 2 * Text::MAX_BYTES as u64;
const ANNOTATIONS: u64 = 1_000_000_000;

/// Reads annotations and the text beside them.
pub(super) fn document(files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<Document, FormatError> {
    let Some((file, beside)) = files.split_first() else { return Err(FormatError::malformed("no file", "", 0, 0)) };
    let is_text = |other: &&InputFile| other.ending() == "txt" && other.stem() == file.stem();
    let text = beside.iter().find(is_text).ok_or_else(|| {
        let why = format!("the text of these annotations is not beside them: {}.txt", file.stem());
        FormatError::malformed(why, &file.name, 0, 0)
    })?;
    let decoded = text.text(TEXT, cx.options.encoding)?;
    cx.losses.add_replaced(&decoded, &text.name);
    let source = text.source(&decoded);
    let bytes = file.bytes(ANNOTATIONS)?;
    let content = str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes)).map_err(|error| {
        FormatError::malformed(format!("this is not UTF-8 at byte {}", error.valid_up_to()), &file.name, 0, 0)
    })?;
    let lines = lines(content, file, cx)?;
    let mut reader = Reader {
        file,
        text: &decoded.text,
        has_bom: decoded.bom && decoded.encoding == "UTF-8",
        cut: if content.ends_with('\n') { None } else { Some(content.split('\n').count()) },
        set: Set::default(),
        spans: HashMap::new(),
        relations: HashMap::new(),
        owners: HashMap::new(),
    };
    reader.spans(&lines, cx)?;
    reader.events(&lines, cx);
    reader.links(&lines, cx);
    reader.values(&lines, cx);
    reader.notes(&lines, cx);
    let set = reader.set;
    let id = Some(file.stem().into());
    let sets = if set.is_blank() { Vec::new() } else { vec![set] };
    Ok(Document { id, source: Some(source), sets, ..Document::new(decoded.text) })
}

/// A line of a span: itself, its type, its pieces, and what it covers.
type SpanLine<'a> = (&'a Line<'a>, &'a str, &'a [(i64, i64)], Option<&'a str>);

/// What has been read, by the ids that the file has for it.
struct Reader<'a> {
    file: &'a InputFile,
    text: &'a Text,
    has_bom: bool,
    /// The last line, if it has no end: the file may be cut off in it.
    cut: Option<usize>,
    set: Set,
    /// Spans, and events by the span that triggers them.
    spans: HashMap<&'a str, usize>,
    relations: HashMap<&'a str, usize>,
    /// What an attribute or reference is of, for notes on those.
    owners: HashMap<&'a str, &'a str>,
}

impl<'a> Reader<'a> {
    fn spans(&mut self, lines: &'a [Line<'a>], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let spans: Vec<SpanLine<'_>> = lines
            .iter()
            .filter_map(|line| match &line.what {
                What::Span { tag, pieces, words } => Some((line, *tag, pieces.as_slice(), *words)),
                _ => None,
            })
            .collect();
        // brat counts the byte order mark of UTF-8, which is no part of the text here.
        let shift = i64::from(self.has_bom);
        let claims: Vec<Claim> = spans
            .iter()
            .map(|(line, _, pieces, words)| Claim {
                pieces: pieces
                    .iter()
                    .map(|(start, end)| (start.saturating_sub(shift), end.saturating_sub(shift)))
                    .collect(),
                // Some of the words could be missing at the end: they cannot show how the others are counted.
                quote: words.map(str::to_owned).filter(|words| !words.is_empty() && self.cut != Some(line.number)),
            })
            .collect();
        let found = placed(self.text, &claims, cx.options.unit.unwrap_or(Unit::CodePoint));
        if let Some(how) = found.otherwise(cx.options.unit.unwrap_or(Unit::CodePoint)) {
            cx.losses.add(LossKind::Unit, || format!("{}: {how}", self.file.name));
        }
        for ((line, tag, _, words), at) in spans.into_iter().zip(found.places) {
            let at = at.and_then(|at| match words.filter(|_| self.cut == Some(line.number)) {
                Some(words) if !is_quote(self.text, &at, words) => Err(other_words(self.text, &at, words)),
                _ => Ok(at),
            });
            let at = match at {
                Ok(at) => at,
                Err(why) => {
                    let shown = words.unwrap_or("a span");
                    cx.losses.add(LossKind::Span, || {
                        format!("{}:{}: “{}” as {tag}: {why}", self.file.name, line.number, crate::text::quote(shown))
                    });
                    continue;
                }
            };
            if self.spans.contains_key(line.id) {
                let why = format!("there are two annotations {}", line.id);
                cx.refuse(FormatError::malformed(why, &self.file.name, line.number, 0))?;
                continue;
            }
            self.spans.insert(line.id, self.set.spans.len());
            let ranges: Vec<TextRange> = at.iter().collect();
            let at = Fragments::new(&joined(&ranges, self.text)).unwrap_or(at);
            let label = Label::new(unescaped(tag));
            self.set.spans.push(Span { id: Some(line.id.into()), ..Span::new(at, label) });
        }
        Ok(())
    }

    /// Events are the spans that trigger them, with a relation to each that takes part, named after its role.
    fn events(&mut self, lines: &'a [Line<'a>], cx: &mut ReadCx<'_>) {
        let mut triggers: HashMap<&str, &str> = HashMap::new();
        for line in lines {
            let What::Event { trigger, .. } = &line.what else { continue };
            match self.spans.get(trigger).copied() {
                Some(at) => {
                    self.spans.insert(line.id, at);
                }
                None => cx.losses.add(LossKind::Relation, || {
                    format!("{}:{}: there is no span {trigger} that triggers {}", self.file.name, line.number, line.id)
                }),
            }
            if let Some(other) = triggers.insert(trigger, line.id) {
                cx.losses.add(LossKind::Field, || {
                    format!(
                        "{}:{}: {other} and {} have one trigger, and are one here",
                        self.file.name, line.number, line.id
                    )
                });
            }
        }
        for line in lines {
            let What::Event { trigger, arguments } = &line.what else { continue };
            for (role, argument) in arguments {
                let role = role_of(role, arguments);
                self.relate(None, role, (trigger, argument), line, cx);
            }
        }
    }

    fn links(&mut self, lines: &'a [Line<'a>], cx: &mut ReadCx<'_>) {
        for line in lines {
            match &line.what {
                What::Relation { tag, arguments } => match arguments.as_slice() {
                    [(_, from), (_, to)] => self.relate(Some(line.id), tag, (from, to), line, cx),
                    others => cx.losses.add(LossKind::Relation, || {
                        let n = others.len();
                        format!("{}:{}: {tag} has {n} arguments, and two are kept", self.file.name, line.number)
                    }),
                },
                What::Same { tag, members } => {
                    for pair in members.windows(2) {
                        if let [one, other] = pair {
                            self.relate(None, tag, (one, other), line, cx);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn relate(&mut self, id: Option<&'a str>, tag: &str, ends: (&str, &str), line: &Line<'_>, cx: &mut ReadCx<'_>) {
        let (Some(&from), Some(&to)) = (self.spans.get(ends.0), self.spans.get(ends.1)) else {
            return cx.losses.add(LossKind::Relation, || {
                let (from, to) = ends;
                format!("{}:{}: {tag} from {from} to {to}: one of them is not there", self.file.name, line.number)
            });
        };
        if let Some(id) = id {
            self.relations.insert(id, self.set.relations.len());
        }
        let relation = Relation::new(from, to, Label::new(unescaped(tag)));
        self.set.relations.push(Relation { id: id.map(SmolStr::from), ..relation });
    }

    fn values(&mut self, lines: &'a [Line<'a>], cx: &mut ReadCx<'_>) {
        for line in lines {
            let (name, of, value) = match &line.what {
                What::Attribute { name, of, value } => {
                    (*name, *of, value.map_or(Value::YesNo(true), |value| Value::Text(unescaped(value).into())))
                }
                What::Normalization { name, of, reference, words } => {
                    if !words.is_empty() {
                        cx.losses.add(LossKind::Field, || {
                            format!("{}:{}: that {reference} is “{words}”", self.file.name, line.number)
                        });
                    }
                    (*name, *of, Value::Text((*reference).into()))
                }
                What::Note { name, on, body } if *name != NOTE => (*name, *on, Value::Text(unescaped(body).into())),
                _ => continue,
            };
            self.owners.insert(line.id, of);
            match self.values_of(of) {
                Some(values) => add_value(values, &unescaped(name), value),
                None => cx.losses.add(LossKind::Attribute, || {
                    format!("{}:{}: {name} of {of}, which is not there", self.file.name, line.number)
                }),
            }
        }
    }

    fn values_of(&mut self, id: &str) -> Option<&mut Values> {
        if let Some(span) = self.spans.get(id).copied().and_then(|at| self.set.spans.get_mut(at)) {
            return Some(&mut span.beside.attributes);
        }
        let relation = self.relations.get(id).copied().and_then(|at| self.set.relations.get_mut(at))?;
        Some(&mut relation.beside.attributes)
    }

    fn notes(&mut self, lines: &'a [Line<'a>], cx: &mut ReadCx<'_>) {
        for line in lines {
            let What::Note { name: NOTE, on, body } = &line.what else { continue };
            let owner = self.owners.get(on).unwrap_or(on);
            let span = self.spans.get(owner).map(|at| Target::Span(*at));
            let target = span.or_else(|| self.relations.get(owner).map(|at| Target::Relation(*at)));
            if target.is_none() {
                cx.losses.add(LossKind::NoteMoved, || format!("{}:{}: on {on}", self.file.name, line.number));
            }
            let note = Note::new(target.unwrap_or(Target::Document), unescaped(body));
            self.set.notes.push(Note { id: Some(line.id.into()), ..note });
        }
    }
}

/// The type of notes that people write; others are properties.
pub(super) const NOTE: &str = "AnnotatorNotes";

/// A role without the number that tells it from others of the same name.
fn role_of<'a>(role: &'a str, arguments: &[(&str, &str)]) -> &'a str {
    let stem = role.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_numbered = stem != role && arguments.iter().any(|(other, _)| *other == stem);
    if is_numbered { stem } else { role }
}

/// A second value of one name makes a list of both.
fn add_value(values: &mut Values, name: &str, value: Value) {
    let Some(there) = values.get_mut(name) else {
        values.insert(name.into(), value);
        return;
    };
    let word = |value: &Value| match value {
        Value::Text(text) => BTreeSet::from([text.clone()]),
        Value::Set(all) => all.clone(),
        Value::YesNo(yes) => BTreeSet::from([yes.to_string().into()]),
        Value::Number(number) => BTreeSet::from([number.to_string().into()]),
    };
    *there = Value::Set(word(there).union(&word(&value)).cloned().collect());
}
