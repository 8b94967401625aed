//! Pictures of the reader for looking at: `reader-*.png` in `CARGO_TARGET_TMPDIR`. The test only says that all of it can be drawn.

use super::{World, range, set, span};
use crate::pictures::{can_draw, n_colors};
use egui::{Theme, vec2};
use egui_kittest::Harness;
use glossator::app::reader::{LayerKind, Selection, SpanRef};
use glossator::app::theme;
use glossator::text::Text;

fn save(name: &str, scale: f32, size: [f32; 2], mut world: impl FnMut() -> World) {
    for (tone, word) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let mut is_installed = false;
        let mut harness = Harness::builder()
            .with_size(vec2(size[0], size[1]))
            .with_pixels_per_point(scale)
            .with_theme(tone)
            .wgpu()
            .build_ui_state(
                move |ui, world: &mut World| {
                    if !is_installed {
                        theme::install(ui);
                        is_installed = true;
                    }
                    world.ui(ui);
                },
                world(),
            );
        harness.run_steps(24);
        let path = format!("{}/reader-{name}-{word}.png", env!("CARGO_TARGET_TMPDIR"));
        let picture = harness.render().expect("the reader can be drawn");
        assert!(n_colors(picture.pixels().map(|pixel| pixel.0)) > 50, "{name} in {word} shows something");
        picture.save(path).expect("the picture can be saved");
    }
}

/// A page of news, written for this picture.
const NEWS: &str = "Northern Council rejects 'hasty' port deal after talks in Varna\n\
The Northern Council has rejected as \"hasty\" a deal on the port of Varna, calling for a pause in the talks and an end to the customs dispute before winter.\n\
The statement came after Transport Minister Elena Marinova criticized Council envoy Tomas de Wit on Monday for failing to restart negotiations aimed at ending the four-year dispute.\n\
The talks, which have cost both sides more than 280,000 working days and left hundreds of lorries waiting at the border, are in theory set to resume this month.\n\
\"If things are blocked today, this is not the fault of Tomas de Wit. They are blocked because the truce has broken down, and today Varna is cut off and a bargaining chip,\" said Finance Minister Anne-Marie Lavalle in Sofia.\n\
\"A shared timetable is the only way forward,\" Lavalle said on the second day of her visit to Varna.\n\
De Wit has said that he wants guarantees of progress before he calls the parties together again.";

/// As an analyst leaves it: people, places and claims, inside each other and across.
fn news() -> World {
    let mut spans = Vec::new();
    let mut add = |tag: &str, words: &str, nth: usize| {
        let at = NEWS.match_indices(words).nth(nth).map(|(at, _)| at as u32).expect(words);
        spans.push(span(spans.len(), tag, at, at + words.len() as u32));
    };
    for (tag, words) in [
        ("org", "Northern Council"),
        ("place", "Varna"),
        ("person", "Elena Marinova"),
        ("person", "Tomas de Wit"),
        ("person", "Anne-Marie Lavalle"),
        ("person", "Lavalle"),
        ("place", "Sofia"),
    ] {
        for nth in 0..NEWS.matches(words).count() {
            add(tag, words, nth);
        }
    }
    add("claim", "calling for a pause in the talks and an end to the customs dispute before winter", 0);
    add("role", "Transport Minister Elena Marinova", 0);
    add("claim", "Transport Minister Elena Marinova criticized Council envoy Tomas de Wit on Monday", 0);
    add("role", "Council envoy Tomas de Wit", 0);
    add("event", "negotiations aimed at ending the four-year dispute", 0);
    add("claim", "more than 280,000 working days", 0);
    add("number", "280,000", 0);
    add("claim", "today Varna is cut off and a bargaining chip", 0);
    add("event", "Varna is cut off", 0);
    add("claim", "Marinova criticized Council envoy", 0);
    let text = Text::new(NEWS.to_owned()).unwrap();
    let mut world = World::showing(text.clone(), vec![(set(&text, spans), LayerKind::Own, "Ana")]);
    let phrase = "the truce has broken down";
    let at = NEWS.find(phrase).expect("the phrase") as u32;
    world.selection = Some(Selection::of(range(at, at + phrase.len() as u32)));
    world
}

const CROWDED: &str = "The envoy said on Monday that the siege of the eastern districts would have to be lifted before talks \
could resume, and that the guarantees which had been offered by the two delegations were not enough to reach a lasting truce.";

fn crowded() -> World {
    let content = format!(
        "A crowded paragraph\nBefore it, one line of plain text that nobody marked.\n{CROWDED}\nAfter it, the next one."
    );
    let from = content.find("The envoy").unwrap() as u32;
    let tags = ["claim", "event", "actor", "time", "place", "stance", "frame", "quote"];
    let mut spans: Vec<_> =
        (0..8).map(|n| span(n, tags[n], from + 4 + 6 * n as u32, from + 130 - 7 * n as u32)).collect();
    spans.push(span(20, "actor", from + 4, from + 9));
    spans.push(span(21, "time", from + 18, from + 24));
    spans.push(span(22, "claim", from + 140, from + 210));
    spans.push(span(23, "event", from + 170, from + 225));
    spans.push(span(24, "pause", from + 225, from + 225));
    let text = Text::new(content).unwrap();
    let others = vec![span(0, "actor", from + 150, from + 160), span(1, "claim", from + 165, from + 200)];
    let suggested = vec![span(0, "event", 22, 34)];
    let mut world = World::showing(
        text.clone(),
        vec![
            (set(&text, spans), LayerKind::Own, "Ana"),
            (set(&text, others), LayerKind::Other, "Ben"),
            (set(&text, suggested), LayerKind::Suggested, "Gazetteer"),
        ],
    );
    world.focus = vec![SpanRef::new(0, &span(22, "claim", from + 140, from + 210))];
    world.hits = vec![range(40, 44), range(50, 54)];
    world.current = Some(1);
    world.problems = vec![range(22, 34), range(from + 60, from + 92), range(from + 120, from + 120)];
    world
}

fn scripts() -> World {
    World::of(
        "Scripts on one page\n\
         وُلد [person|الأديب] في [place|القاهرة] عام [time|1911]، ودرس في جامعة ([org|فؤاد الأول]) ثم عمل في [org|Ministry of Culture] حتى [event|التقاعد. السلام] عليكم ولا إله إلا الله، ثم عاد إلى [place|بيته القديم في حي الجمالية] حيث كتب.\n\
         English then [event|مرحبا [person|بالعالم] back] to English, [org|עברית שָׁלוֹם] עולם, [place|नमस्ते दुनिया] क्षत्रिय हिन्दी. [claim|Affluent office] fi ffl: naïve é café.\n\
         A tab\there, a NUL \0 and a form feed \u{c} and a separator\u{2028}in one line.\n\
         «שלום עולם», he said.",
    )
}

#[test]
fn everything_can_be_drawn_in_both_themes() {
    if !can_draw("the gallery of the reader") {
        return;
    }
    save("news", 1.0, [900.0, 800.0], news);
    save("news-2x", 2.0, [760.0, 420.0], news);
    save("crowded", 1.0, [820.0, 420.0], crowded);
    save("scripts", 1.0, [820.0, 480.0], scripts);
}
