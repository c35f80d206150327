//! Which parts the page has: the instruments, the panels, and what the address adds or takes away.

use crate::ui::player::Player;
use crate::ui::{address, look, settings};
use faultyard::lab::{Entry, FieldRole};
use faultyard::link::{Part, Ui, View};

/// A panel's name, and the part of the page that it is.
type Panel = (&'static str, Option<Part>);

pub const PLOTS: &str = "Plots";
pub const SPACETIME: &str = "Space-time";
pub const EVENTS: &str = "Events";
pub const CODE: &str = "Code";
/// The instruments below the stage that every lab has, and the part of the page that each is.
const VIEWS: &[Panel] = &[
    (PLOTS, Some(Part::Plots)),
    (SPACETIME, Some(Part::Spacetime)),
    (EVENTS, Some(Part::Log)),
    (CODE, None),
];
/// For a lab with goals.
pub const TUNING: &str = "Tuning";
/// While runs stand side by side.
pub const DIFFERENCE: &str = "Difference";
pub const CONTROLS: &str = "Controls";
/// What can be done to the run, which comes first: nobody has to look for the plugs.
pub const ACTIONS: &str = "Break it";
pub const INSPECT: &str = "Inspect";
/// Only where the address asks for it.
pub const LEGEND: &str = "Legend";
/// The panels beside it.
const SIDES: &[Panel] = &[
    (ACTIONS, Some(Part::Faults)),
    (CONTROLS, Some(Part::Params)),
    (INSPECT, None),
    (RULES, None),
    (LEGEND, Some(Part::Legend)),
];
/// What takes rules out of the algorithm.
pub const RULES: &str = "Rules";

/// The names of those whose part is shown.
fn shown(all: &'static [Panel]) -> Vec<&'static str> {
    let settings = settings::get();
    let is_shown = |part: Option<Part>| part.is_none_or(|part| settings.shows(part, part != Part::Legend));
    all.iter().filter(|(_, part)| is_shown(*part)).map(|(name, _)| *name).collect()
}

fn place(all: &'static [Panel], name: &str) -> usize {
    shown(all).iter().position(|known| *known == name).unwrap_or(0)
}

/// The place of the code among the instruments.
pub fn code() -> usize {
    place(VIEWS, CODE)
}

/// The place of what can be done among the panels.
pub fn actions() -> usize {
    place(SIDES, ACTIONS)
}

/// The place of the controls among the panels.
pub fn controls() -> usize {
    place(SIDES, CONTROLS)
}

/// The panel that is open at first: that of the setting which the address names.
pub fn side(player: &Player) -> usize {
    let fields = player.run().fields();
    let field = address::setting().and_then(|key| fields.into_iter().find(|field| field.key == key));
    match field.map(|field| field.role) {
        Some(FieldRole::Setting) => controls(),
        Some(FieldRole::Rule) => place(SIDES, RULES),
        None => 0,
    }
}

/// The place of the inspector among the panels.
pub fn inspector() -> usize {
    place(SIDES, INSPECT)
}

/// The instrument that is open at first: the diagram where the address asks for it, and where nothing is to move.
pub fn first(entry: &Entry) -> usize {
    let diagram = look::is_reduced() || address::opening(entry).view != View::Stage;
    if diagram { place(VIEWS, SPACETIME) } else { 0 }
}

/// Whether there is more around the stage than the transport.
pub fn is_spoken() -> bool {
    matches!(settings::get().ui, Ui::Full | Ui::Compact)
}

/// Whether one of these parts is asked for by name.
fn is_asked(parts: &[Part]) -> bool {
    parts.iter().any(|part| settings::get().shows(*part, false))
}

/// Whether there is a line at the top.
pub fn has_top() -> bool {
    is_spoken() || is_asked(&[Part::Title, Part::Brand])
}

/// Whether there are instruments below the stage.
pub fn has_below() -> bool {
    settings::get().ui == Ui::Full || is_asked(&[Part::Plots, Part::Spacetime, Part::Log])
}

/// Whether there are panels beside the stage.
pub fn has_side() -> bool {
    is_spoken() || is_asked(&[Part::Params, Part::Faults, Part::Legend])
}

/// The panels that there are.
pub fn sides() -> Vec<&'static str> {
    shown(SIDES)
}

/// The instruments that there are now.
pub fn views(player: &Player) -> Vec<&'static str> {
    let tuning = (player.run().scores().len() > 1).then_some(TUNING);
    let difference = player.is_comparing().then_some(DIFFERENCE);
    shown(VIEWS).into_iter().chain(tuning).chain(difference).collect()
}
