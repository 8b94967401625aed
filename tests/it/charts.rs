//! Pictures of figures: by hand where a ruler would do, and by a law for all data.

mod law;

use glossator::app::theme::Theme;
use glossator::report::chart::{
    Anchor, Bar, Bars, Bin, Dispersion, DispersionRow, Edge, Form, Heat, Histogram, Ink, Layout, Network, Node, Page,
    Palette, Part, Point, Scene, Shape, Size, Stacked, StackedRow, Timeline, TimelineRow, bins, page, png, svg, ticks,
};
use glossator::stats::{Cell, Column, ColumnKind, Row, Table};
use roxmltree::{Document, Node as Element, ParsingOptions};

const SIZE: Size = Size { width: 640.0, height: 400.0 };

fn bars(values: &[(&str, f64)]) -> Bars {
    let bar = |(name, value): &(&str, f64)| Bar { name: (*name).to_owned(), value: *value, ..Bar::default() };
    Bars {
        title: "Spans by tag".to_owned(),
        unit: "spans".to_owned(),
        bars: values.iter().map(bar).collect(),
        when_empty: "Mark some words, and their tags stand here.".to_owned(),
    }
}

fn written(scene: &Scene) -> String {
    svg(scene, &Palette::light(), &Palette::dark())
}

#[track_caller]
fn parsed(text: &str) -> Document<'_> {
    Document::parse(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// The rectangle behind a datum: left, top, width, height.
#[track_caller]
fn rect(scene: &Scene, target: usize) -> (f32, f32, f32, f32) {
    let is_it = |shape: &&Shape| shape.mark.as_ref().is_some_and(|mark| mark.target == target);
    match &scene.shapes.iter().find(is_it).expect("a shape of that datum").form {
        Form::Rect { at, width, height, .. } => (at.x, at.y, *width, *height),
        other => panic!("{other:?}"),
    }
}

/// What a scene says, without what is told on hovering.
fn words(scene: &Scene) -> Vec<&str> {
    let words = scene.shapes.iter().filter_map(|shape| match &shape.form {
        Form::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    words.collect()
}

/// What is told on hovering, in the order of the data.
fn told(scene: &Scene) -> Vec<&str> {
    let mut marks: Vec<_> = scene.shapes.iter().filter_map(|shape| shape.mark.as_ref()).collect();
    marks.sort_by_key(|mark| mark.target);
    marks.iter().map(|mark| mark.label.as_str()).collect()
}

fn is_near(a: f32, b: f32) -> bool {
    (a - b).abs() < 0.01
}

#[test]
fn axes_are_marked_at_round_numbers_around_everything() {
    for (low, high, most, expected) in [
        (0.0, 1.0, 5, vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0.0, 7.0, 5, vec![0.0, 2.0, 4.0, 6.0, 8.0]),
        (0.0, 1234.0, 5, vec![0.0, 500.0, 1000.0, 1500.0]),
        (-3.0, 5.0, 5, vec![-4.0, -2.0, 0.0, 2.0, 4.0, 6.0]),
        (0.0, 0.0, 5, vec![0.0, 1.0]),
        (0.0, 0.3, 3, vec![0.0, 0.1, 0.2, 0.3]),
        (5.0, 0.0, 5, vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0]),
        (f64::NAN, f64::INFINITY, 5, vec![0.0, 1.0]),
    ] {
        assert_eq!(ticks(low, high, most).at, expected, "{low} to {high}");
    }
    assert_eq!(ticks(0.0, 0.3, 3).labels(), ["0", "0.1", "0.2", "0.3"]);
    assert_eq!(ticks(-20_000.0, 0.0, 2).labels(), ["−20\u{202f}000", "−10\u{202f}000", "0"]);
}

#[test]
fn whole_numbers_are_not_marked_between() {
    let marks = |value| {
        let scene = bars(&[("", value)]).scene(SIZE);
        let is_mark = |word: &&str| word.parse::<f64>().is_ok();
        words(&scene).into_iter().filter(is_mark).map(str::to_owned).collect::<Vec<_>>()
    };
    // The last is the value itself.
    assert_eq!(marks(2.0), ["0", "1", "2", "2"]);
    assert_eq!(marks(0.5), ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.5"]);
}

#[test]
fn bars_are_as_long_as_their_values() {
    let scene = bars(&[("one", 1.0), ("two", 2.0), ("four", 4.0)]).scene(SIZE);
    let [one, two, four] = [0, 1, 2].map(|target| rect(&scene, target));
    assert!(one.2 > 20.0);
    assert!(is_near(two.2, 2.0 * one.2) && is_near(four.2, 4.0 * one.2), "{one:?} {two:?} {four:?}");
    assert!(is_near(one.0, two.0) && is_near(two.0, four.0), "all begin at nothing");
    assert!(is_near(two.1 - one.1, four.1 - two.1) && two.1 > one.1 + one.3, "they stand below each other");
    assert_eq!(told(&scene), ["one: 1\u{a0}spans", "two: 2\u{a0}spans", "four: 4\u{a0}spans"]);
}

#[test]
fn less_than_nothing_goes_to_the_left() {
    let scene = bars(&[("up", 3.0), ("down", -1.5)]).scene(SIZE);
    let [up, down] = [0, 1].map(|target| rect(&scene, target));
    assert!(is_near(down.0 + down.2, up.0), "{up:?} {down:?}");
    assert!(is_near(up.2, 2.0 * down.2));
    assert!(words(&scene).contains(&"−1.5"));
}

#[test]
fn what_is_pointed_at_is_found() {
    let scene = bars(&[("one", 1.0), ("two", 2.0)]).scene(SIZE);
    let (x, y, width, height) = rect(&scene, 1);
    let at = |x, y| scene.at(Point::new(x, y)).map(|mark| mark.target);
    assert_eq!(at(x + width / 2.0, y + height / 2.0), Some(1));
    assert_eq!(at(x + width + 3.0, y + height / 2.0), Some(1), "close by");
    assert_eq!(at(x + width + 30.0, y + height / 2.0), None);
    assert_eq!(at(1.0, 1.0), None);
}

#[test]
fn names_are_written_as_they_are() {
    let arabic = "الأمم المتحدة";
    let scene = bars(&[("<b>&\"x\"", 1.0), (arabic, 2.0), ("a\u{0}\nb'", f64::NAN)]).scene(SIZE);
    let text = written(&scene);
    assert!(text.contains("&lt;b&gt;&amp;&quot;x&quot;") && !text.contains("<b>"), "{text}");
    let file = parsed(&text);
    let named: Vec<&str> = file.descendants().filter(|node| node.has_tag_name("text")).filter_map(last_text).collect();
    assert!(["<b>&\"x\"", arabic, "a b'"].iter().all(|name| named.contains(name)), "{named:?}");
    // In a sentence of ours a name from right to left is held together, so that it turns nothing else.
    let isolated = format!("\u{2068}{arabic}\u{2069}: 2\u{a0}spans");
    assert_eq!(told(&scene), ["<b>&\"x\": 1\u{a0}spans", &isolated, "a b': no value"]);
}

fn last_text<'a>(node: Element<'a, '_>) -> Option<&'a str> {
    node.children().filter(Element::is_text).filter_map(|node| node.text()).next_back()
}

#[test]
fn long_names_are_cut_between_letters() {
    // Each syllable is a letter with a sign that must not be torn off.
    let long = "की".repeat(80);
    let scene = bars(&[(&long, 1.0), ("Donaudampfschifffahrtsgesellschaftskapitänswitwenrente", 2.0)]).scene(SIZE);
    let cut: Vec<&str> = words(&scene).into_iter().filter(|word| word.ends_with('…')).collect();
    assert_eq!(cut.len(), 2);
    let kept = cut[0].trim_end_matches('…');
    assert!(kept.chars().count() > 4 && kept.chars().count().is_multiple_of(2) && long.starts_with(kept));
    assert!(told(&scene)[0].contains(&long), "all of it is told on hovering");
}

#[test]
fn an_empty_picture_says_what_would_fill_it() {
    let scene = bars(&[]).scene(SIZE);
    assert_eq!(words(&scene).join(" "), "Spans by tag spans Mark some words, and their tags stand here.");
    assert!(told(&scene).is_empty());
    for scene in [
        Bars::default().scene(SIZE),
        Stacked::default().scene(SIZE),
        Timeline::default().scene(SIZE),
        Heat::default().scene(SIZE),
        Histogram::default().scene(SIZE),
        Dispersion::default().scene(SIZE),
        Network::default().scene(SIZE),
    ] {
        assert!(words(&scene).join(" ").ends_with('.'), "{:?}", words(&scene));
        parsed(&written(&scene));
    }
}

#[test]
fn names_of_many_bars_do_not_touch() {
    let names: Vec<String> = (0..150).map(|n| format!("tag {n}")).collect();
    let values: Vec<(&str, f64)> = names.iter().map(|name| (name.as_str(), 3.0)).collect();
    let scene = bars(&values).scene(SIZE);
    let line = |shape: &Shape| match &shape.form {
        Form::Text { at, text, anchor: Anchor::End, .. } if text.starts_with("tag ") => Some(at.y),
        _ => None,
    };
    let lines: Vec<f32> = scene.shapes.iter().filter_map(line).collect();
    assert!(lines.len() > 10 && lines.len() < 40, "{}", lines.len());
    assert!(lines.windows(2).all(|pair| pair[1] - pair[0] >= 13.0));
    assert_eq!(told(&scene).len(), 150);
    assert!(scene.height <= SIZE.height);
}

#[test]
fn parts_lie_end_to_end_and_shares_fill_the_width() {
    let row = |name: &str, values: &[f64]| StackedRow { name: name.to_owned(), values: values.to_vec() };
    let stacked = |is_share| Stacked {
        unit: "spans".to_owned(),
        parts: vec![("yes".to_owned(), None), ("no".to_owned(), Some(7))],
        rows: vec![row("a", &[30.0, 10.0]), row("b", &[5.0, f64::NAN])],
        is_share,
        ..Stacked::default()
    };
    let scene = stacked(false).scene(SIZE);
    let [yes, no, less] = [0, 1, 2].map(|target| rect(&scene, target));
    // A gap of one point tells parts apart.
    assert!(is_near(yes.0 + yes.2 + 1.0, no.0), "{yes:?} {no:?}");
    assert!(is_near(yes.2 + 1.0, 3.0 * (no.2 + 1.0)) && is_near(yes.2 + 1.0, 6.0 * (less.2 + 1.0)));
    assert_eq!(told(&scene)[1..], ["a, no: 10\u{a0}spans", "b, yes: 5\u{a0}spans", "b, no: no value"]);
    let share = stacked(true).scene(SIZE);
    let [yes, no, all] = [0, 1, 2].map(|target| rect(&share, target));
    assert!(is_near(yes.2 + no.2 + 1.0, all.2), "{yes:?} {no:?} {all:?}");
    assert!(words(&share).contains(&"of 40") && words(&share).contains(&"% of spans"));
}

#[test]
fn a_line_is_broken_where_a_value_is_missing() {
    let timeline = Timeline {
        unit: "spans".to_owned(),
        moments: ["2011", "2012", "2013", "2014", "2015"].map(str::to_owned).to_vec(),
        rows: vec![TimelineRow { name: "Place".to_owned(), values: vec![1.0, 2.0, f64::NAN, 0.0, -2.0], series: None }],
        ..Timeline::default()
    };
    let scene = timeline.scene(SIZE);
    let lines = scene.shapes.iter().filter(|shape| matches!(shape.form, Form::Polyline { .. })).count();
    assert_eq!(lines, 2);
    let expected = ["2011: 1", "2012: 2", "2014: 0", "2015: −2"];
    assert_eq!(told(&scene), expected.map(|told| format!("Place, {told}\u{a0}spans")));
    let height = |target| {
        let shape = scene.shapes.iter().find(|shape| shape.mark.as_ref().is_some_and(|mark| mark.target == target));
        let Some(Form::Circle { center, .. }) = shape.map(|shape| &shape.form) else { panic!("no disc of {target}") };
        center.y
    };
    assert!(is_near(height(3) - height(1), height(4) - height(3)), "two up is as far as two down");
}

#[test]
fn shades_go_from_nothing_to_the_most() {
    let heat = Heat {
        unit: "spans".to_owned(),
        rows: vec!["PER".to_owned(), "ORG".to_owned()],
        columns: vec!["PER".to_owned(), "ORG".to_owned()],
        cells: vec![vec![8.0, 2.0], vec![0.0]],
        ..Heat::default()
    };
    let scene = heat.scene(SIZE);
    let ink = |target| {
        let is_it = |shape: &&Shape| shape.mark.as_ref().is_some_and(|mark| mark.target == target);
        scene.shapes.iter().find(is_it).map(|shape| shape.ink)
    };
    assert_eq!([0, 1, 2].map(ink), [1.0, 0.25, 0.0].map(|much| Some(Ink::Heat(much))));
    assert_eq!(told(&scene)[1..], ["PER, ORG: 2\u{a0}spans", "ORG, PER: 0\u{a0}spans", "ORG, ORG: no value"]);
}

#[test]
fn values_fall_into_ranges_between_round_numbers() {
    let bin = |from, to, count| Bin { from, to, count };
    // From 0 to 10 in at most five ranges; ten is the end, and stands in the last.
    let found = bins(&[0.0, 1.0, 2.0, 3.9, 10.0, f64::NAN, f64::INFINITY], 5);
    let expected =
        [bin(0.0, 2.0, 2.0), bin(2.0, 4.0, 2.0), bin(4.0, 6.0, 0.0), bin(6.0, 8.0, 0.0), bin(8.0, 10.0, 1.0)];
    assert_eq!(found, expected);
    assert_eq!(bins(&[1.0, 2.0, 2.0], 20), [bin(1.0, 2.0, 1.0), bin(2.0, 3.0, 2.0)], "one for each whole number");
    assert!(bins(&[f64::NAN], 5).is_empty());
    let histogram = Histogram { unit: "spans".to_owned(), bins: found, ..Histogram::default() };
    let scene = histogram.scene(SIZE);
    let [first, second, .., last] = [0, 1, 2, 3, 4].map(|target| rect(&scene, target));
    assert!(is_near(first.3, second.3) && is_near(first.3, 2.0 * last.3) && is_near(first.2, last.2));
    assert_eq!(told(&scene)[0], "0 to 2: 2\u{a0}spans");
}

#[test]
fn strokes_stand_where_the_words_do() {
    let row = DispersionRow { name: "truce".to_owned(), at: vec![0.0, 50.0, 100.0], n: 3, series: None };
    let dispersion = Dispersion { unit: "words".to_owned(), length: 200.0, rows: vec![row], ..Dispersion::default() };
    let scene = dispersion.scene(SIZE);
    let strokes: Vec<f32> = scene
        .shapes
        .iter()
        .filter(|shape| shape.mark.is_some())
        .filter_map(|shape| if let Form::Line { from, .. } = &shape.form { Some(from.x) } else { None })
        .collect();
    let [start, quarter, half] = strokes[..] else { panic!("{strokes:?}") };
    assert!(is_near(half - quarter, quarter - start));
    let row = scene.shapes.iter().find_map(|shape| match &shape.form {
        Form::Line { from, to, .. } if is_near(from.y, to.y) => Some((from.x, to.x)),
        _ => None,
    });
    let (left, right) = row.expect("a line for the row");
    assert!(is_near(start, left) && is_near(half, (left + right) / 2.0), "the text goes on after the last");
}

#[test]
fn a_network_is_laid_out_the_same_way_each_time() {
    let node = |name: &str| Node { name: name.to_owned(), weight: 1.0, series: None };
    let edge = |a, b, weight| Edge { ends: (a, b), weight };
    let network = |layout| Network {
        unit: "sentences".to_owned(),
        nodes: ["a", "b", "c", "d", "e", "f"].map(node).to_vec(),
        edges: vec![
            edge(0, 1, 5.0),
            edge(1, 2, 5.0),
            edge(2, 0, 5.0),
            edge(3, 4, 5.0),
            edge(4, 5, 5.0),
            edge(5, 3, 5.0),
            edge(2, 3, 1.0),
            edge(2, 9, 1.0),
        ],
        layout,
        ..Network::default()
    };
    let scene = network(Layout::Springs).scene(SIZE);
    assert_eq!(scene, network(Layout::Springs).scene(SIZE));
    let disc = |shape: &Shape| match shape.form {
        Form::Circle { center, .. } => Some(center),
        _ => None,
    };
    let places: Vec<Point> = scene.shapes.iter().filter_map(disc).collect();
    let far = |a: usize, b: usize| (places[a].x - places[b].x).hypot(places[a].y - places[b].y);
    // Two triangles joined by one weak edge: each stands together.
    assert!(far(0, 1) < far(0, 4) && far(0, 1) < far(1, 5) && far(4, 5) < far(0, 5), "{places:?}");
    assert_eq!(told(&scene).len(), 6 + 7, "an edge to nowhere is not drawn");
    assert_eq!(told(&scene)[6], "a, b: 5\u{a0}sentences");
    let circle = network(Layout::Circle).scene(SIZE);
    let places: Vec<Point> = circle.shapes.iter().filter_map(disc).collect();
    assert!(places[0].y < places[1].y && places[1].x > places[0].x, "clockwise from the top");
    assert!(is_near(places[0].x, places[3].x));
}

#[test]
fn a_file_has_both_themes_and_loads_nothing() {
    let scene = bars(&[("Person", 14.0), ("Place", 11.0)]).scene(SIZE);
    let text = written(&scene);
    let file = parsed(&text);
    let root = file.root_element();
    assert_eq!((root.tag_name().name(), root.attribute("role")), ("svg", Some("img")));
    let title = |node: Element<'_, '_>| {
        let title = node.children().find(|child| child.has_tag_name("title"));
        title.and_then(|title| title.text()).map(str::to_owned)
    };
    assert_eq!(title(root).as_deref(), Some("Spans by tag"));
    let marks: Vec<String> = root.children().filter_map(title).collect();
    assert_eq!(marks, ["Person: 14\u{a0}spans", "Place: 11\u{a0}spans"]);
    assert!(text.contains("prefers-color-scheme:dark") && text.contains("--chart-accent:#0f6466"));
    assert!(text.contains("--chart-accent:#66bbb6") && text.contains("sans-serif"));
    let outside = ["href", "url(", "@import", "script", "on", "data:"];
    assert!(!text.contains("@import") && !text.contains("url("));
    for node in file.descendants().filter(Element::is_element) {
        assert!(!["script", "image", "use", "foreignObject"].contains(&node.tag_name().name()));
        assert!(node.attributes().all(|attribute| outside.iter().all(|start| !attribute.name().starts_with(start))));
    }
    assert_eq!(text, written(&bars(&[("Person", 14.0), ("Place", 11.0)]).scene(SIZE)));
}

#[test]
fn the_colors_are_those_of_the_window() {
    for (palette, theme) in [(Palette::light(), Theme::light()), (Palette::dark(), Theme::dark())] {
        let rgb = |color: egui::Color32| [color.r(), color.g(), color.b()];
        let plain = [theme.canvas, theme.text, theme.text_soft, theme.line, theme.accent].map(rgb);
        assert_eq!([palette.ground, palette.text, palette.soft, palette.line, palette.accent], plain);
        assert_eq!(palette.series.len(), 24);
        for (slot, color) in (0..24).zip(&palette.series) {
            let swatch = rgb(theme.tag_slot(slot).swatch);
            // The theme computes its own, and rounds as the machine does.
            assert!(color.iter().zip(swatch).all(|(a, b)| a.abs_diff(b) <= 1), "slot {slot}: {swatch:?}");
        }
        // Numbers are read on every shade.
        for step in 0_u8..=24 {
            let shade = palette.heat(f32::from(step) / 24.0);
            let found = contrast(shade, palette.text);
            assert!(found >= 4.5, "{shade:?}: {found:.2}");
        }
        let (least, most) = (palette.heat(0.0), palette.heat(1.0));
        assert!(contrast(most, palette.ground) >= 2.5 && contrast(least, most) >= 2.4);
    }
}

/// As WCAG has it.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let light = |[r, g, b]: [u8; 3]| {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    };
    let (a, b) = (light(a) + 0.05, light(b) + 0.05);
    a.max(b) / a.min(b)
}

#[test]
fn a_page_has_pictures_and_tables_and_says_of_what() {
    let columns = vec![
        Column::new("tag", "Tag", "", ColumnKind::Text),
        Column::new("spans", "Spans", "spans", ColumnKind::Count),
        Column::new("share", "Share", "", ColumnKind::Share),
        Column::new("words", "Most frequent", "", ColumnKind::List),
    ];
    let cells = vec![
        Cell::Text("<Person>".to_owned()),
        Cell::Count(1204),
        Cell::Share(0.125),
        Cell::List(vec![("Ada".to_owned(), 3)]),
    ];
    let missing = vec![Cell::Text("Place".to_owned()), Cell::Missing, Cell::Share(f64::NAN), Cell::Missing];
    let rows = vec![
        Row { id: "person".to_owned(), depth: 0, cells },
        Row { id: "place".to_owned(), depth: 1, cells: missing },
    ];
    let told = Page {
        title: "Figures & such".to_owned(),
        filter: "source is Reuters".to_owned(),
        date: "2026-03-01".to_owned(),
        fingerprint: "5f3a".to_owned(),
        parts: vec![Part {
            heading: "Tags".to_owned(),
            counted: "Spans of all annotators.".to_owned(),
            scenes: vec![bars(&[("Person", 14.0)]).scene(SIZE)],
            tables: vec![Table { columns, rows }],
        }],
    };
    let text = page(&told, &Palette::light(), &Palette::dark());
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let file = Document::parse_with_options(&text, options).unwrap_or_else(|error| panic!("{error} in {text}"));
    let all = |name: &str| -> Vec<String> {
        let words = |node: Element<'_, '_>| {
            node.descendants().filter_map(|node| node.text().filter(|_| node.is_text()).map(str::to_owned)).collect()
        };
        file.descendants().filter(|node| node.tag_name().name() == name).map(words).collect()
    };
    assert_eq!(all("h1"), ["Figures & such"]);
    assert_eq!(all("dd"), ["source is Reuters", "2026-03-01", "5f3a"]);
    assert_eq!(all("h2"), ["Tags"]);
    assert_eq!(all("th"), ["Tag", "Spans", "Share", "Most frequent"]);
    assert_eq!(all("td"), ["<Person>", "1\u{202f}204", "12.5 %", "Ada (3)", "Place", "–", "–", "–"]);
    assert_eq!(all("svg").len(), 1);
    assert!(all("script").is_empty());
}

/// Red, green and blue of a pixel.
fn pixel(image: &vello_cpu::Pixmap, x: f32, y: f32) -> [u8; 3] {
    let color = image.sample(x as u16, y as u16);
    [color.r, color.g, color.b]
}

#[test]
fn pixels_are_where_the_shapes_are() {
    let scene = bars(&[("Person", 14.0), ("الأمم المتحدة", 7.0)]).scene(SIZE);
    for palette in [Palette::light(), Palette::dark()] {
        let bytes = png(&scene, &palette, 2.0).expect("a picture");
        assert_eq!(bytes, png(&scene, &palette, 2.0).expect("a picture"));
        let image = vello_cpu::Pixmap::from_png(std::io::Cursor::new(bytes)).expect("a file that is read back");
        assert_eq!((f32::from(image.width()), f32::from(image.height())), (1280.0, (scene.height * 2.0).round()));
        assert_eq!(pixel(&image, 2.0, 2.0), palette.ground);
        let (x, y, width, height) = rect(&scene, 1);
        assert_eq!(pixel(&image, 2.0 * (x + width / 2.0), 2.0 * (y + height / 2.0)), palette.accent);
        assert_ne!(pixel(&image, 2.0 * (x + width + 2.0), 2.0 * (y + height / 2.0)), palette.accent);
        // Each of the names has left ink where it stands, and none left of the margin.
        for target in [0, 1] {
            let (left, top, _, height) = rect(&scene, target);
            let inked = |from: f32, to: f32| {
                let row = |y: u16| ((2.0 * from) as u16..(2.0 * to) as u16).map(move |x| (x, y));
                let all = ((2.0 * top) as u16..(2.0 * (top + height)) as u16).flat_map(row);
                all.filter(|(x, y)| pixel(&image, f32::from(*x), f32::from(*y)) != palette.ground).count()
            };
            assert!(inked(16.0, left - 4.0) > 60, "a name");
            assert_eq!(inked(0.0, 12.0), 0);
        }
    }
}

#[test]
fn no_picture_has_too_many_pixels() {
    let long = Size { width: 20_000.0, height: 400.0 };
    let scene = bars(&[("Person", 14.0)]).scene(long);
    let bytes = png(&scene, &Palette::light(), 16.0).expect("a picture");
    let image = vello_cpu::Pixmap::from_png(std::io::Cursor::new(bytes)).expect("a file that is read back");
    assert!(image.width() <= 32_000 && image.width() > 20_000, "{}", image.width());
    assert!(png(&scene, &Palette::light(), f32::NAN).is_some());
}
