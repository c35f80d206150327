//! A lab's full page: story, stage, controls, instruments, transport.

mod beside;
mod dialogs;
mod drops;
mod hooks;
mod notice;
mod panels;
mod parts;

pub use dialogs::{Keys, KeysProps};
pub use hooks::{Teaching, use_address, use_lesson};
pub use notice::notice;
pub use panels::{LeftOut, LeftOutProps, PanelProps, Side, StepAbout};

use crate::ui::components::announcer::Announcer;
use crate::ui::components::header::{About, Header, Skip};
use crate::ui::components::lesson::LessonPanelProps;
use crate::ui::components::sentence::Sentence;
use crate::ui::components::source::SourceLink;
use crate::ui::components::transport::Transport;
use crate::ui::keys::Ask;
use crate::ui::player::{Player, Shown};
use crate::ui::share::ShareProps;
use crate::ui::use_player::use_player;
use crate::ui::{address, frame, lazy, look, settings};
use faultyard::lab::{Entry, Run, Scenario};
use faultyard::link::{Part, Ui};
use faultyard::process::SimTime;
use yew::prelude::*;

/// A lab as a property: equal if it is the same lab.
#[derive(Clone, Copy)]
pub struct Of(pub &'static Entry);

impl PartialEq for Of {
    fn eq(&self, other: &Self) -> bool {
        self.0.meta.slug == other.0.meta.slug
    }
}

#[derive(Properties, PartialEq, Clone)]
pub struct LabProps {
    pub entry: Of,
}

/// A lab's plain run.
pub fn plain(entry: &Entry) -> Box<dyn Run> {
    (entry.open)(&Scenario::new(entry.meta.slug, address::SEED))
}

/// A dialog over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialog {
    Keys,
    Share,
}

#[component]
pub fn LabPage(props: &LabProps) -> Html {
    let entry = props.entry.0;
    let shown = use_player(|| plain(entry));
    let player = shown.player.clone();
    let side = use_state(|| parts::side(&player));
    // Where nothing is to move, the diagram that stands still comes first.
    let below = use_state(|| parts::first(entry));
    let dialog = use_state(|| None::<Dialog>);
    let teaching = use_lesson(entry, &player);
    let (step, on_step) = (teaching.step, teaching.on_step.clone());
    let about = StepAbout::of(step.and_then(|step| teaching.lesson.steps.get(step)));
    use_address(entry, &shown);
    frame::use_host(&shown);
    hooks::use_asked(player.clone(), setter(&side));
    let settings = settings::get();
    let on_seed = {
        let player = player.clone();
        Callback::from(move |seed: Option<u64>| reseed(entry, &player, seed))
    };
    let ask = {
        let (side, below, dialog, player) = (side.setter(), below.clone(), dialog.setter(), player.clone());
        let (on_seed, on_step, step) = (on_seed.clone(), on_step, step);
        Callback::from(move |ask: Ask| match ask {
            Ask::Inspect => side.set(parts::inspector()),
            Ask::NewSeed => on_seed.emit(None),
            Ask::NextView => below.set((*below + 1) % parts::views(&player).len()),
            Ask::Help => dialog.set(Some(Dialog::Keys)),
            Ask::Lesson(by) => {
                on_step.emit(Some(step.map_or(0, |step| step.saturating_add_signed(by as isize))))
            }
        })
    };
    hooks::use_keys(&player, ask, (step, *below));

    let open_dialog = |which: Dialog| setter(&dialog).reform(move |()| Some(which));
    let on_compare = {
        let (player, below, side) = (player.clone(), below.setter(), side.setter());
        Callback::from(move |()| {
            below.set(compare(&player));
            // What is compared is what is set differently.
            side.set(parts::controls());
        })
    };
    let comparing = player.is_comparing();
    html! {
        <div class="lab" ondragover={drops::over()} ondrop={drops::drop(&player)}>
            <Skip to="stage" words="Skip to the stage" />
            if parts::has_top() { <Header about={About(entry.meta)} {comparing} {on_compare}
                on_share={open_dialog(Dialog::Share)} on_help={open_dialog(Dialog::Keys)} /> }
            if settings.shows(Part::Story, true) { <section class={classes!("story", settings.predict.is_some().then_some("is-asked"))} aria-label="Story">
                { lazy::LESSON.after(teaching.first, taught(&shown, teaching)) }
                { lazy::LEFT_OUT.with(LeftOutProps { about: About(entry.meta) }) }
            </section> }
            <main class="play" aria-label="Play area">
                <div class="stages" id="stage" tabindex="-1">
                    { beside::stages(&shown) }
                </div>
                if parts::is_spoken() { <Sentence shown={shown.clone()}><SourceLink shown={shown.clone()} on_open={setter(&below).reform(|()| parts::code())} /></Sentence> }
                if parts::has_below() { <panels::Below shown={shown.clone()} open={*below} on_open={setter(&below)} about={about.clone()} /> }
            </main>
            if parts::has_side() { <aside class="side" aria-label="Controls">
                { lazy::SIDE.with(PanelProps { shown: shown.clone(), open: *side, on_open: setter(&side), about }) }
            </aside> }
            if settings.ui != Ui::None { <Transport shown={shown.clone()} {on_seed} on_break={parts::has_side().then(|| plugs(&side))} /> }
            <Announcer shown={shown.clone()} />
            { notice(&player) }
            { over(&dialog, &shown) }
        </div>
    }
}

/// The lesson's panel.
pub fn taught(shown: &Shown, teaching: Teaching) -> LessonPanelProps {
    let (settings, shown) = (settings::get(), shown.clone());
    let Teaching { lesson, step, on_open, on_step, open, first: _ } = teaching;
    let (teacher, asks_first) = (settings.teacher, settings.predict.is_some());
    LessonPanelProps { shown, lesson, step, on_step, on_open, asks_first, teacher, open }
}

/// Shows what can be broken.
fn plugs(side: &UseStateHandle<usize>) -> Callback<()> {
    setter(side).reform(|()| {
        look::bring(".side");
        parts::actions()
    })
}

/// Sets a state from outside.
fn setter<T: 'static>(state: &UseStateHandle<T>) -> Callback<T> {
    let setter = state.setter();
    Callback::from(move |value| setter.set(value))
}

/// The dialog that is open.
fn over(dialog: &UseStateHandle<Option<Dialog>>, shown: &Shown) -> Html {
    let setter = dialog.setter();
    let close = Callback::from(move |()| setter.set(None));
    match **dialog {
        Some(Dialog::Keys) => lazy::KEYS.with(KeysProps { close }),
        Some(Dialog::Share) => lazy::SHARE.with(ShareProps { shown: shown.clone(), close }),
        None => Html::default(),
    }
}

/// Runs again from the start with a seed, or with a fresh one.
fn reseed(entry: &Entry, player: &Player, seed: Option<u64>) {
    // Six digits: a seed that can be said aloud, and that has room on a phone.
    let fresh = || getrandom::u32().map_or(address::SEED, |bits| u64::from(bits % 1_000_000));
    let seed = seed.unwrap_or_else(fresh);
    let scenario = Scenario { seed, ..player.run().scenario().clone() };
    player.load((entry.open)(&scenario), SimTime::ZERO);
}

/// Puts a copy of the run beside it, or takes the others away; gives the instrument to open.
fn compare(player: &Player) -> usize {
    beside::toggle(player);
    // The difference comes last.
    if player.is_comparing() { parts::views(player).len() - 1 } else { 0 }
}
