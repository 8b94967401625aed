//! For all data: a picture is a file that parses, of finite numbers, with what it says of each datum, and always the same.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1e4..1e4,
        2 => (0_u16..500).prop_map(f64::from),
        1 => any::<f64>(),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(f64::MAX),
        1 => Just(-0.0),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z ]{0,30}", "\\PC{0,12}", any::<String>(), Just("שלום <&> \"'".to_owned())]
}

fn size() -> impl Strategy<Value = Size> {
    let side = prop_oneof![8 => 0_f32..1200.0, 1 => Just(f32::NAN), 1 => Just(f32::INFINITY)];
    (side.clone(), side).prop_map(|(width, height)| Size { width, height })
}

/// All pictures of the same names and values.
fn scenes(names: &[String], values: &[f64], size: Size) -> Vec<(usize, Scene)> {
    let [title, unit] = [0, 1].map(|n| names.get(n).cloned().unwrap_or_default());
    let n = names.len();
    let row = |row: usize| -> Vec<f64> { values.iter().cycle().skip(row).take(n).copied().collect() };
    let is_drawn = |value: &f64| value.is_finite();
    let bars = names.iter().zip(values).map(|(name, value)| Bar {
        name: name.clone(),
        value: *value,
        between: Some((value - 1.0, value * 2.0)),
        series: None,
    });
    let bars = Bars { title: title.clone(), unit: unit.clone(), bars: bars.collect(), when_empty: String::new() };
    let stacked = Stacked {
        title: title.clone(),
        unit: unit.clone(),
        parts: names.iter().map(|name| (name.clone(), None)).collect(),
        rows: names.iter().enumerate().map(|(n, name)| StackedRow { name: name.clone(), values: row(n) }).collect(),
        is_share: n.is_multiple_of(2),
        when_empty: String::new(),
    };
    let lines = names.iter().enumerate();
    let lines: Vec<TimelineRow> =
        lines.map(|(n, name)| TimelineRow { name: name.clone(), values: row(n), series: Some(n) }).collect();
    let n_points = lines.iter().flat_map(|line| &line.values).filter(|value| is_drawn(value)).count();
    let timeline = Timeline {
        title: title.clone(),
        unit: unit.clone(),
        moments: names.to_vec(),
        rows: lines,
        when_empty: String::new(),
    };
    let heat = Heat {
        title: title.clone(),
        unit: unit.clone(),
        rows_are: unit.clone(),
        columns_are: title.clone(),
        rows: names.to_vec(),
        columns: names.to_vec(),
        cells: (0..n)
            .map(row)
            .map(|row| row.iter().map(|value| if is_drawn(value) { *value } else { 0.0 }).collect())
            .collect(),
        when_empty: String::new(),
    };
    let histogram = Histogram {
        title: title.clone(),
        unit: unit.clone(),
        measure: title.clone(),
        bins: bins(values, 12),
        when_empty: String::new(),
    };
    let dispersion = Dispersion {
        title: title.clone(),
        unit: unit.clone(),
        length: values.first().copied().unwrap_or_default(),
        rows: names
            .iter()
            .enumerate()
            .map(|(n, name)| DispersionRow { name: name.clone(), n: row(n).len(), at: row(n), series: None })
            .collect(),
        when_empty: String::new(),
    };
    let edges = values
        .iter()
        .enumerate()
        .map(|(k, weight)| Edge { ends: (k % n.max(1), (k * 3 + 1) % n.max(1)), weight: *weight });
    let network = Network {
        title,
        unit,
        nodes: names
            .iter()
            .zip(values)
            .map(|(name, weight)| Node { name: name.clone(), weight: *weight, series: None })
            .collect(),
        edges: edges.collect(),
        layout: Layout::Springs,
        when_empty: String::new(),
    };
    let n_values = values.len().min(n);
    let n_nodes = network.nodes.len();
    let n_edges = network.edges.iter().filter(|edge| edge.ends.0.max(edge.ends.1) < n_nodes).count();
    let n_rows = row(0).len();
    vec![
        (n_values, bars.scene(size)),
        (n * n, stacked.scene(size)),
        (n_points, timeline.scene(size)),
        (n * n, heat.scene(size)),
        (histogram.bins.len(), histogram.scene(size)),
        (n * n_rows, dispersion.scene(size)),
        (if n_nodes > 0 { n_nodes + n_edges } else { 0 }, network.scene(size)),
    ]
}

/// Every number of a scene.
fn numbers(scene: &Scene) -> Vec<f32> {
    let mut numbers = vec![scene.width, scene.height];
    for shape in &scene.shapes {
        match &shape.form {
            Form::Rect { at, width, height, radius } => numbers.extend([at.x, at.y, *width, *height, *radius]),
            Form::Line { from, to, thickness } => numbers.extend([from.x, from.y, to.x, to.y, *thickness]),
            Form::Polyline { points, thickness } => {
                numbers.push(*thickness);
                numbers.extend(points.iter().flat_map(|point| [point.x, point.y]));
            }
            Form::Circle { center, radius } => numbers.extend([center.x, center.y, *radius]),
            Form::Text { at, size, .. } => numbers.extend([at.x, at.y, *size]),
        }
        if let Ink::Heat(much) = shape.ink {
            assert!((0.0..=1.0).contains(&much), "{much}");
        }
    }
    numbers
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_picture_is_whole(names in vec(name(), 0..14), values in vec(value(), 0..24), size in size()) {
        let again = scenes(&names, &values, size);
        for ((n_data, scene), (_, same)) in scenes(&names, &values, size).into_iter().zip(again) {
            prop_assert!(numbers(&scene).iter().all(|number| number.is_finite()), "{scene:?}");
            prop_assert_eq!(told(&scene).len(), n_data, "{:?}", scene);
            let text = written(&scene);
            prop_assert_eq!(&text, &written(&same));
            let file = parsed(&text);
            let titles = file.descendants().filter(|node| node.has_tag_name("title")).count();
            prop_assert_eq!(titles, n_data + 1);
            for node in file.descendants() {
                for attribute in node.attributes().filter(|attribute| attribute.name() != "font-family") {
                    prop_assert!(!["NaN", "inf"].iter().any(|not| attribute.value().contains(not)));
                    prop_assert!(attribute.value() != "-0");
                }
            }
        }
    }
}
