//! What must hold, and how it stands: a sign, the claim, and for how long.

use crate::ui::components::format::brief;
use crate::ui::player::Shown;
use faultyard::lab::{Promise, Verdict};
use yew::prelude::*;

const MUST: &str = "Must always hold";
const SHOULD: &str = "Should happen";
const SOURCE: &str = "Source: ";

/// What [`Rules`] shows.
#[derive(Properties, PartialEq)]
pub struct RulesProps {
    /// The player.
    pub shown: Shown,
}

/// How a property stands, for eye and ear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Standing {
    sign: &'static str,
    word: &'static str,
    role: &'static str,
}

const KEPT: Standing = Standing { sign: "■", word: "holds", role: "healthy" };
const BROKEN: Standing = Standing { sign: "✕", word: "broken", role: "failed" };
const FAILING: Standing = Standing { sign: "▲", word: "does not hold now", role: "degraded" };
const UNTESTED: Standing = Standing { sign: "◇", word: "not tested in this run", role: "idle" };
const WAITING: Standing = Standing { sign: "□", word: "has not happened yet", role: "idle" };
const HAPPENED: Standing = Standing { word: "has happened", ..KEPT };

fn standing(verdict: &Verdict) -> Standing {
    match (verdict.broken, verdict.kept, verdict.promise) {
        (true, ..) => BROKEN,
        (_, true, Promise::Sometimes) => HAPPENED,
        (_, true, _) if verdict.is_untested() => UNTESTED,
        (_, true, _) => KEPT,
        (_, false, Promise::Sometimes) => WAITING,
        (_, false, _) => FAILING,
    }
}

/// Since when, and who is at fault.
fn since(verdict: &Verdict) -> String {
    let standing = standing(verdict);
    if standing == UNTESTED {
        return standing.word.into();
    }
    let Some(at) = verdict.since.map(brief) else { return String::new() };
    match standing {
        BROKEN if verdict.text.is_empty() => format!("since {at}"),
        BROKEN => format!("since {at}: {}", verdict.text),
        FAILING => verdict.text.clone(),
        HAPPENED => format!("first at {at}"),
        _ => String::new(),
    }
}

/// The list of verdicts.
#[component]
pub fn Rules(props: &RulesProps) -> Html {
    let verdicts = props.shown.player.run().verdicts();
    let (should, must): (Vec<&Verdict>, Vec<&Verdict>) =
        verdicts.iter().partition(|verdict| verdict.promise == Promise::Sometimes);
    let of = if props.shown.player.is_comparing() { " (A)" } else { "" };
    html! {
        <div class="rules">
            { section(MUST, of, &must) }
            { section(SHOULD, of, &should) }
        </div>
    }
}

fn section(title: &str, of: &str, verdicts: &[&Verdict]) -> Html {
    if verdicts.is_empty() {
        return html! {};
    }
    html! {
        <>
            <h3 class="rules-title">{ title }{ of }</h3>
            <ul class="rules-list">{ for verdicts.iter().map(|verdict| one(verdict)) }</ul>
        </>
    }
}

fn one(verdict: &Verdict) -> Html {
    let standing = standing(verdict);
    let Standing { sign, word, role } = standing;
    html! {
        <li key={verdict.name} class={format!("rules-one is-{role}")}>
            <details>
                <summary title={verdict.source}>
                    <span class={format!("rules-sign role-{role}")} aria-hidden="true">{ sign }</span>
                    <span>{ verdict.claim }</span>
                    // What is not tested says so for all to see.
                    if standing != UNTESTED { <span class="visually-hidden">{ format!(": {word}") }</span> }
                    <span class="rules-since">{ " " }{ since(verdict) }</span>
                </summary>
                <p>{ verdict.name }{ ": " }{ word }{ "." }</p>
                <p class="rules-source">{ SOURCE }{ verdict.source }</p>
            </details>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::process::{SimDuration, SimTime};

    fn verdict(promise: Promise, kept: bool, broken: bool) -> Verdict {
        let since = Some(SimTime::from_ms(6_200));
        Verdict {
            name: "",
            claim: "",
            source: "",
            promise,
            kept,
            broken,
            tested: 3,
            held: since.filter(|_| kept),
            since,
            text: "n1, n2".into(),
        }
    }

    #[test]
    fn each_standing_has_a_sign_of_its_own() {
        let within = Promise::EventuallyBy(SimDuration::from_ms(1_000));
        let signs = [
            verdict(Promise::Always, true, false),
            verdict(Promise::Always, false, true),
            verdict(within, false, false),
            verdict(Promise::Sometimes, false, false),
            Verdict { tested: 0, ..verdict(Promise::Always, true, false) },
        ];
        assert_eq!(signs.map(|verdict| standing(&verdict).sign), ["■", "✕", "▲", "□", "◇"]);
    }

    #[test]
    fn what_is_broken_says_since_when_and_by_whom() {
        assert_eq!(since(&verdict(Promise::Always, false, true)), "since 6.2 s: n1, n2");
        assert_eq!(since(&verdict(Promise::Sometimes, true, false)), "first at 6.2 s");
    }

    #[test]
    fn what_nothing_has_tested_has_no_green_mark_and_says_so() {
        let untested = Verdict { tested: 0, ..verdict(Promise::Always, true, false) };
        assert_eq!(since(&untested), "not tested in this run");
        assert_ne!(standing(&untested).role, KEPT.role);
    }
}
