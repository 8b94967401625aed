//! A scene as a file that any browser and drawing program shows: by day and by night, and loading nothing.
//!
//! Colors are variables of CSS in rules, each with a plain color before it for programs that know none. The same scene
//! in the same colors is the same bytes everywhere.

use super::palette::{HEAT_STEPS, Palette, Rgb};
use super::scene::{Anchor, Form, Ink, Point, Scene, Shape, Weight};
use crate::report::html::Html;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The picture, in one set of colors by day and in another by night.
pub fn svg(scene: &Scene, light: &Palette, dark: &Palette) -> String {
    let mut html = Html::default();
    let (width, height) = (digits(scene.width), digits(scene.height));
    html.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("class", "chart"),
            ("role", "img"),
            ("width", &width),
            ("height", &height),
            ("viewBox", &format!("0 0 {width} {height}")),
            ("font-family", "Inter, sans-serif"),
        ],
    );
    html.raw("\n");
    html.element("title", &[], &scene.title);
    html.raw("\n");
    html.element("style", &[], &rules(scene, light, dark));
    html.raw("\n");
    html.empty("rect", &[("class", "ground"), ("width", &width), ("height", &height), ("fill", "currentColor")]);
    html.raw("\n");
    for shape in &scene.shapes {
        write_shape(&mut html, shape);
    }
    html.raw("</svg>\n");
    html.finish()
}

fn write_shape(html: &mut Html, shape: &Shape) {
    let class = class(shape.ink);
    let line = |thickness: &f32| {
        [("fill", "none".to_owned()), ("stroke", CURRENT.to_owned()), ("stroke-width", digits(*thickness))]
    };
    let fill = ("fill", CURRENT.to_owned());
    let mut words = None;
    let (name, attributes): (&'static str, Vec<(&'static str, String)>) = match &shape.form {
        Form::Rect { at, width, height, radius } => {
            let place = [("x", digits(at.x)), ("y", digits(at.y))];
            let size = [("width", digits(*width)), ("height", digits(*height))];
            let corner = (*radius > 0.0).then(|| ("rx", digits(*radius)));
            ("rect", place.into_iter().chain(size).chain(corner).chain([fill]).collect())
        }
        Form::Line { from, to, thickness } => {
            let from = [("x1", digits(from.x)), ("y1", digits(from.y))];
            let to = [("x2", digits(to.x)), ("y2", digits(to.y))];
            ("line", from.into_iter().chain(to).chain(line(thickness)).collect())
        }
        Form::Polyline { points, thickness } => {
            let points: Vec<String> = points.iter().map(pair).collect();
            let joined = [("points", points.join(" ")), ("stroke-linejoin", "round".to_owned())];
            ("polyline", joined.into_iter().chain(line(thickness)).collect())
        }
        Form::Circle { center, radius } => {
            let place = [("cx", digits(center.x)), ("cy", digits(center.y)), ("r", digits(*radius))];
            ("circle", place.into_iter().chain([fill]).collect())
        }
        Form::Text { at, text, anchor, size, weight } => {
            words = Some(text);
            let place = [("x", digits(at.x)), ("y", digits(at.y)), ("font-size", digits(*size))];
            let anchor = match anchor {
                Anchor::Start => None,
                Anchor::Middle => Some(("text-anchor", "middle".to_owned())),
                Anchor::End => Some(("text-anchor", "end".to_owned())),
            };
            let weight = (*weight == Weight::Semibold).then(|| ("font-weight", "600".to_owned()));
            ("text", place.into_iter().chain(anchor).chain(weight).chain([fill]).collect())
        }
    };
    let mut all = vec![("class", class.as_str())];
    all.extend(attributes.iter().map(|(name, value)| (*name, value.as_str())));
    if words.is_none() && shape.mark.is_none() {
        html.empty(name, &all);
    } else {
        html.open(name, &all);
        if let Some(mark) = &shape.mark {
            html.element("title", &[], &mark.label);
        }
        html.text(words.map_or("", String::as_str));
        html.close(name);
    }
    html.raw("\n");
}

const CURRENT: &str = "currentColor";

/// The name of a color in the file. How much is told in steps, so that there are few of them.
fn class(ink: Ink) -> String {
    match ink {
        Ink::Text => "text".to_owned(),
        Ink::Soft => "soft".to_owned(),
        Ink::Line => "line".to_owned(),
        Ink::Accent => "accent".to_owned(),
        Ink::Series(series) => format!("series-{series}"),
        Ink::Heat(much) => format!("heat-{}", heat_step(much)),
    }
}

fn heat_step(much: f32) -> u8 {
    let much = if much.is_finite() { much.clamp(0.0, 1.0) } else { 0.0 };
    (much * f32::from(HEAT_STEPS)).round() as u8
}

/// The rules for the colors that the picture has.
fn rules(scene: &Scene, light: &Palette, dark: &Palette) -> String {
    let mut used: BTreeMap<String, [Rgb; 2]> = BTreeMap::new();
    used.insert("ground".to_owned(), [light, dark].map(|palette| palette.ground));
    for shape in &scene.shapes {
        let stepped = match shape.ink {
            Ink::Heat(much) => Ink::Heat(f32::from(heat_step(much)) / f32::from(HEAT_STEPS)),
            ink => ink,
        };
        used.entry(class(shape.ink)).or_insert_with(|| [light, dark].map(|palette| palette.color(stepped)));
    }
    let variables = |theme: fn([Rgb; 2]) -> Rgb| {
        let each = used.iter().map(|(name, colors)| format!("--chart-{name}:{}", hex(theme(*colors))));
        each.collect::<Vec<_>>().join(";")
    };
    let mut rules = format!("\n.chart{{{}}}\n", variables(|[light, _]| light));
    let _ = writeln!(rules, "@media (prefers-color-scheme:dark){{.chart{{{}}}}}", variables(|[_, dark]| dark));
    for (name, [light, _]) in &used {
        let _ = writeln!(rules, ".chart .{name}{{color:{};color:var(--chart-{name})}}", hex(*light));
    }
    rules.push_str(".chart text{unicode-bidi:plaintext;font-variant-numeric:tabular-nums}\n");
    rules
}

fn hex([r, g, b]: Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn pair(point: &Point) -> String {
    format!("{},{}", digits(point.x), digits(point.y))
}

/// A number with two decimals at most, and no more than needed. There is no other than a finite one.
fn digits(number: f32) -> String {
    let number = if number.is_finite() { number } else { 0.0 };
    let written = format!("{number:.2}");
    match written.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        written => written.to_owned(),
    }
}
