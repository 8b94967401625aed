//! Relations on the page: what 2,000 arcs in an article add to its frames, scrolled and standing.

use crate::clock::{Compared, Series};
use crate::made::{self, Article};
use crate::reading::{Reading, Scroll};
use egui::{Event, vec2};
use glossator::model::{Layer, LayerId, LayerKind, Project, RecordId, Relation, SetKey, Span, Tag, TagId, Timestamp};
use std::sync::Arc;

/// Arcs in the article.
const ARCS: usize = 2_000;
/// How many spans an arc leads on, at most; of each few, one leads anywhere.
const NEAR: usize = 8;
const FEW: usize = 20;
/// Rounds, turn by turn.
const ROUNDS: usize = 8;
/// Moves of the pointer over a page that stands, and pages.
const MOVES: usize = 60;
const PAGES: usize = 12;

/// Links spans of the first article: mostly with one near by, as speakers and what they say.
fn link(project: &mut Project) {
    let (layer, says) = (LayerId::new("tie").expect("an id"), TagId::new("says").expect("an id"));
    let codebook = Arc::make_mut(&mut project.codebook);
    codebook.layers.push(Layer { kind: LayerKind::Relation, ..Layer::new(layer.clone(), "Ties".to_owned()) });
    codebook.order.push(says.clone());
    codebook.tags.insert(says.clone(), Arc::new(Tag::new(says.clone(), layer, "says".to_owned())));
    let key = SetKey { document: made::article_id(0), annotator: made::person().id };
    let set = Arc::make_mut(project.sets.get_mut(&key).expect("a set"));
    let spans: Vec<RecordId> = set.spans.iter().map(|span: &Span| span.id).collect();
    let mut rng = fastrand::Rng::with_seed(61);
    for n in 0..ARCS {
        let from = n * spans.len() / ARCS;
        let near = (from + rng.usize(1..=NEAR)) % spans.len();
        let to = if n.is_multiple_of(FEW) { rng.usize(..spans.len()) } else { near };
        if from != to {
            let id = RecordId::drawn(|| rng.u8(0..36));
            let relation = Relation::new(id, spans[from], spans[to], says.clone(), Timestamp::new(1_770_000_000));
            set.relations.insert(id, relation);
        }
    }
}

impl Reading {
    /// Moves the pointer over pages that stand.
    fn stands(&mut self) -> Series {
        let mut series = Series::default();
        for _ in 0..PAGES {
            self.goes_elsewhere();
            let middle = self.page.center();
            for n in 0..MOVES {
                let at = middle + vec2(3.0 * n as f32 - 90.0, n as f32);
                series.push(self.rig.frame(vec![Event::PointerMoved(at)]).took.cpu);
            }
        }
        series
    }
}

/// Reads articles with and without relations, turn by turn: one in which some arcs are in view, and one full of them.
pub fn run() {
    for (name, n_bytes, n_spans) in
        [("1 MB with 10,000 spans", 1_000_000, 10_000), ("200 kB with 4,000 spans", 200_000, 4_000)]
    {
        println!("  {name}: without relations -> with {ARCS}");
        let mut sides = [false, true].map(|is_linked| {
            let mut project = made::project_of(61, [Article::plain(n_bytes, n_spans)]);
            if is_linked {
                link(&mut project);
            }
            Reading::in_project(&project)
        });
        for side in &mut sides {
            (0..20).for_each(|_| side.goes_elsewhere());
        }
        let ways: [Scroll; 3] = [
            ("wheel: frame, CPU", Reading::turns_the_wheel),
            ("page down: key to painted frame, CPU", Reading::pages_down),
            ("pointer on a page that stands: frame, CPU", Reading::stands),
        ];
        for (what, run) in ways {
            let mut compared = Compared::default();
            for round in 0..ROUNDS {
                let mut series: [Series; 2] = Default::default();
                for turn in 0..2 {
                    let which = (round + turn) % 2;
                    series[which] = run(&mut sides[which]);
                }
                compared.round(&series[0], &series[1]);
            }
            println!("    {what:<46} {}", compared.line());
            println!("    {:<46} {}", "  without", compared.once().frames_line());
            println!("    {:<46} {}", "  with", compared.twice().frames_line());
        }
    }
}
