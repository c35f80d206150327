//! The live cluster of the first page, and the one button that says what can be done to it.

use crate::ui::components::sentence::Sentence;
use crate::ui::components::stage::Stage;
use crate::ui::pages::lab::Of;
use crate::ui::player::Player;
use crate::ui::use_player::use_player;
use faultyard::front::{LEAD, NOTE, TITLE, WHOM};
use faultyard::lab::Scenario;
use faultyard::link::{Settings, When};
use faultyard::process::{NodeId, SimDuration, SimTime};
use faultyard::sim::{Fault, Input};
use yew::prelude::*;

/// The cluster on the first page has run for so long when it is first seen, and goes at this speed.
const BEGINS: SimTime = SimTime::from_ms(1_400);
const SPEED: f64 = 0.05;
/// A machine that was crashed here comes back by itself after this long, so that the next visitor's click works.
const BACK_AFTER: SimDuration = SimDuration::from_ms(2_500);

#[derive(Properties, PartialEq)]
pub struct HeroProps {
    pub entry: Of,
}

/// A live cluster, and one button that hurts it.
#[component]
pub fn Hero(props: &HeroProps) -> Html {
    let entry = props.entry.0;
    let shown = use_player(|| {
        let mut run = (entry.open)(&Scenario::new(entry.meta.slug, 42));
        run.seek(BEGINS);
        run
    });
    let player = shown.player.clone();
    use_effect_with((), {
        let player = player.clone();
        move |()| {
            player.set_speed(SPEED);
            player.play(!crate::ui::look::is_reduced());
        }
    });
    let next = Next::of(&player);
    let act = {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| {
            match Next::of(&player) {
                Next::Crash(leader) => {
                    let _ = player.act(Input::Fault(Fault::Crash(leader)));
                    let back = player.run().position().now + BACK_AFTER;
                    let _ = player.plan(back, Input::Fault(Fault::Restart(leader)));
                }
                Next::Restart(down, ..) => drop(player.act(Input::Fault(Fault::Restart(down)))),
                Next::Wait => {}
            }
            player.play(true);
        })
    };
    let play = {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| player.play(!player.is_playing()))
    };
    html! {
        <section class="hero" aria-label="A live Raft cluster">
            <div>
                <h1>{ TITLE }</h1>
                <p class="lead">{ LEAD }</p>
                <p class="whom">{ WHOM }</p>
                <div class="acts">
                    <button class="main" disabled={next == Next::Wait} onclick={act}>{ next.label() }</button>
                    <a class="button" href={own_run(&player)}>{ "Open the Raft lab" }</a>
                </div>
                <p class="hero-state second" role="status">{ next.state() }</p>
            </div>
            <div class="frame">
                <Stage shown={shown.clone()} />
                <Sentence shown={shown.clone()}>
                    <button class="small" onclick={play}>{ if player.is_playing() { "Pause" } else { "Play" } }</button>
                </Sentence>
            </div>
        </section>
    }
}

/// The lab's address with the visitor's own run, at this moment.
fn own_run(player: &Player) -> String {
    let run = player.run();
    let (scenario, t) = (run.scenario().clone(), Some(When::Time(run.position().now)));
    let settings = Settings { seed: Some(scenario.seed), faults: scenario.inputs, t, ..Settings::default() };
    settings.query().map_or_else(|_| "lab/raft/".into(), |query| format!("lab/raft/?{query}"))
}

/// What the first page's button does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// There is a leader to crash.
    Crash(NodeId),
    /// No majority is up: this one can be brought back; so many are up of so many.
    Restart(NodeId, u64, u64),
    /// A majority is up and has no leader yet.
    Wait,
}

impl Next {
    fn of(player: &Player) -> Next {
        let run = player.run();
        let state = run.inspect("");
        let count = |key: &str| state[key].as_u64().unwrap_or(0);
        let (up, all, majority) = (count("serversUp"), count("servers"), count("majority"));
        let mut servers = (0..all as u16).map(NodeId);
        let down = servers.find(|id| run.inspect(&id.to_string())["role"] == "down");
        match (down, run.resolve("leader").and_then(|name| NodeId::parse(&name))) {
            (Some(down), _) if up < majority => Next::Restart(down, up, all),
            (_, Some(leader)) => Next::Crash(leader),
            _ => Next::Wait,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Next::Crash(_) => "Crash the leader",
            Next::Restart(..) => "Bring one back",
            Next::Wait => "Electing a new leader\u{2026}",
        }
    }

    /// Why that is what can be done.
    fn state(self) -> String {
        match self {
            Next::Restart(_, up, all) => {
                format!(
                    "{up} of {all} servers are up: no majority, so nobody can lead, and nothing wrong is promised."
                )
            }
            _ => NOTE.into(),
        }
    }
}
