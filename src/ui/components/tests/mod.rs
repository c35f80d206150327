//! What the instruments print for a small lab, rendered natively: `cargo test --features ssr`.

mod markdown;
mod ping_pong;
mod players;

use super::difference::{Difference, DifferenceProps};
use super::inspector::{Inspector, InspectorProps};
use super::lesson::{LessonPanel, LessonPanelProps};
use super::log::{EventLog, EventLogProps};
use super::palette::{Palette, PaletteProps};
use super::plot::{Plots, PlotsProps};
use super::properties::{Rules, RulesProps};
use super::sentence::{Sentence, SentenceProps};
use super::source::{SourceCode, SourceCodeProps};
use super::spacetime::{Spacetime, SpacetimeProps};
use crate::ui::player::{Player, Shown};
use faultyard::lab::{Lesson, Run, Scenario, Script, Session};
use faultyard::process::SimTime;
use ping_pong::PingPong;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use yew::prelude::*;

fn open(text: &str) -> Box<dyn Run> {
    let scenario = Script::parse(text).unwrap().scenario;
    Box::new(Session::<PingPong>::new(&scenario))
}

/// n2 crashes at 1 s; the run stands at 1.5 s.
fn shown() -> Shown {
    shown_at(SimTime::from_ms(1_500))
}

fn shown_at(now: SimTime) -> Shown {
    let player = Player::new(open("ping-pong seed=1\nat 1s crash n2"), Callback::noop());
    player.seek(now);
    player.shown()
}

fn print<C: BaseComponent>(props: C::Properties) -> String {
    let render = async { yew::LocalServerRenderer::<C>::with_props(props).hydratable(false).render().await };
    let mut render = pin!(render);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1_000 {
        if let Poll::Ready(text) = render.as_mut().poll(&mut context) {
            return text;
        }
    }
    panic!("the component waits for something");
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

#[test]
fn the_log_tells_what_happened_and_marks_cause_and_effect() {
    let shown = shown();
    let events = shown.player.run().events(0, 1_000);
    let hit = events.iter().find(|event| event.kind == "hit").unwrap().clone();
    has(&print::<EventLog>(EventLogProps { shown: shown.clone() }), &["n2 crashes", "1.000\u{a0}s"]);
    shown.player.choose_event(hit.id, hit.event);
    let text = print::<EventLog>(EventLogProps { shown });
    has(&text, &["n2 hits the ball", "aria-current=\"true\"", ">chosen<", ">cause<"]);
}

fn plots(shown: Shown) -> String {
    let (width, height, most, spark, about) = (640.0, 200.0, 4, false, Vec::new());
    print::<Plots>(PlotsProps { shown, width, height, most, spark, about })
}

#[test]
fn the_plots_say_in_words_what_they_show() {
    let text = plots(shown());
    has(
        &text,
        &["total fell from 38 to 20 by 1 s, when n2 crashed.", "n2 crashed</text>", "plot-now", "0 hits/s"],
    );
}

#[test]
fn a_formula_is_a_rule_in_its_plot_and_a_sentence_under_it() {
    let shown = shown_at(SimTime::from_ms(1_000));
    let text = plots(shown);
    let says =
        "hits: Renewal (mean flight) predicts 40 hits/s; this run measures 38 hits/s on average so far.";
    has(
        &text,
        &[
            "class=\"plot-rule\"",
            "Renewal 40 hits/s</text>",
            says,
            "No formula applies: a total has no mean.",
        ],
    );
}

/// The same run with another beside it in which n2 crashes half a second earlier, at 1.2 s.
fn beside() -> Shown {
    let shown = shown_at(SimTime::from_ms(1_200));
    shown.player.add(open("ping-pong seed=1\nat 500ms crash n2"));
    shown.player.shown()
}

#[test]
fn two_runs_side_by_side_are_told_in_numbers() {
    let text = print::<Difference>(DifferenceProps { shown: beside() });
    has(&text, &["hits<span", "total</th>", "\u{2212}", "%", ">At 1.2 s<"]);
    assert_eq!(text.matches("<tr").count(), 3, "a head and a row for each measure: {text}");
}

#[test]
fn side_by_side_plots_have_both_runs_and_say_whose_the_words_are() {
    let text = plots(beside());
    has(&text, &["plot-beside", ">A 20<", ">B 10<", "<p>A: total", "<p>A: hits: Renewal"]);
    has(&print::<Sentence>(SentenceProps { shown: beside(), children: Html::default() }), &["A: "]);
    has(&print::<EventLog>(EventLogProps { shown: beside() }), &["A’s events", "B’s events"]);
}

#[test]
fn the_diagram_has_a_lane_for_each_node_and_an_arrow_for_each_message() {
    let text = print::<Spacetime>(SpacetimeProps {
        shown: shown_at(SimTime::from_ms(1_200)),
        width: 640.0,
        height: 300.0,
    });
    has(
        &text,
        &[">n1</text>", ">n2</text>", "✕ down", "spacetime-cross", "tabindex=\"0\"", "role=\"button\""],
    );
}

#[test]
fn rules_and_state_are_told_in_words() {
    let rules = print::<Rules>(RulesProps { shown: shown() });
    has(&rules, &["✕", "since 1 s: a player is down", "has not happened yet", "the rules, 1"]);
    let shown = shown();
    shown.player.choose(Some("n2".into()));
    let state = print::<Inspector>(InspectorProps { shown });
    has(&state, &["<th scope=\"col\">hits</th>", "Restart", "none"]);
}

#[test]
fn a_command_that_reads_a_file_has_a_button_and_says_that_the_file_stays_here() {
    let text = print::<Palette>(PaletteProps { shown: shown() });
    let button = "aria-label=\"Recorded serves: Choose a file\"";
    has(&text, &["type=\"file\"", "accept=\".csv\"", button, "Plays them again.", "Or drop it on the page."]);
}

#[test]
fn the_event_links_to_its_line_of_code() {
    let text = print::<SourceCode>(SourceCodeProps { shown: shown_at(SimTime::from_ms(900)) });
    has(&text, &["tests/players.rs:"]);
}

#[test]
fn a_step_asks_before_it_tells() {
    let text = "o\n## The ball\nIt *flies*.\n```scenario ball\nping-pong\nuntil 1s\n```\n```predict\nWho hits?\n\
        - n1 | told \"n1 hits\"\n- nobody | untold \"hits\"\n```\nThe answer.\n";
    let open = Callback::from(|scenario: Scenario| -> Box<dyn Run> {
        Box::new(Session::<PingPong>::new(&scenario))
    });
    let text = print::<LessonPanel>(LessonPanelProps {
        shown: shown(),
        lesson: Rc::new(Lesson::parse(text).unwrap()),
        asks_first: false,
        teacher: false,
        step: Some(0),
        on_step: Callback::noop(),
        on_open: Callback::noop(),
        open,
    });
    has(&text, &["step 1 of 1", "<em>flies</em>", "Who hits?", "type=\"radio\"", "Lock and play"]);
    assert!(!text.contains("The answer."));
}
