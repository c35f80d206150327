//! What `load`, `reset` and `setState` do: another run of the same lab.

use super::ahead;
use super::command::LoadData;
use super::{Error, Host};
use crate::lab::Scenario;
use crate::link::{Saved, Settings, faults, fragment, preset};
use crate::process::SimTime;
use serde_json::{Value, json};

/// Loads what the data asks for, paused; gives the warnings.
pub(super) fn load(host: &dyn Host, data: &LoadData) -> Result<Value, Error> {
    let lab = host.lab();
    let bad = |why: String| Error::new("bad-state", why);
    if let Some(id) = data.preset.as_deref().filter(|id| preset(lab, id).is_none()) {
        return Err(Error::new("unknown-preset", format!("{} has no scenario \"{id}\"", lab.meta.title)));
    }
    let (inputs, mut warnings) = faults::parse(data.faults.as_deref().unwrap_or(""));
    let settings = Settings {
        preset: data.preset.clone(),
        params: data.params.clone(),
        seed: data.seed,
        faults: inputs,
        ..Settings::default()
    };
    let read = match (&data.state, &data.scenario) {
        (Some(state), _) => Some(fragment::unpack(state).map_err(bad)?),
        (None, Some(scenario)) => Some(Saved::read(scenario).map_err(bad)?),
        (None, None) => None,
    };
    let saved = match read {
        Some((saved, found)) => {
            warnings.extend(found);
            Saved { scenario: settings.change(saved.scenario.clone()), ..saved }
        }
        None => {
            let fresh = host.run().scenario().seed;
            let script = settings.script(lab, fresh, &mut warnings);
            Saved { scenario: script.scenario, ..Saved::default() }
        }
    };
    warnings.extend(ahead::refused(lab, &saved.scenario, &settings.faults));
    show(host, &saved, warnings).map(|warnings| json!(warnings))
}

/// Shows a state, paused; gives the warnings: those that there were, and what the run has to say.
///
/// # Errors
/// If it is of another lab.
pub fn show(host: &dyn Host, saved: &Saved, mut warnings: Vec<String>) -> Result<Vec<String>, Error> {
    let lab = host.lab();
    if saved.scenario.lab != lab.meta.slug {
        let message =
            format!("this is a run of {}, and this is the lab {}", saved.scenario.lab, lab.meta.slug);
        return Err(Error::new("other-lab", message));
    }
    let run = (lab.open)(&saved.scenario);
    warnings.extend(run.warnings().iter().cloned());
    let latest = super::latest(&*run);
    host.play(false);
    host.load(run, saved.t.unwrap_or(SimTime::ZERO).min(latest));
    go_back_to(host, saved.event);
    if let Some(speed) = saved.speed {
        host.set_speed(speed);
    }
    host.choose(saved.item.clone());
    Ok(warnings)
}

/// Goes back to just after an event of the moment that is shown.
pub fn go_back_to(host: &dyn Host, event: Option<u64>) {
    let here = host.run().position().event;
    if let Some(event) = event.filter(|event| *event < here) {
        host.seek_event(event);
    }
}

/// Shows the state that `getState` gave.
pub(super) fn set_state(host: &dyn Host, state: &str) -> Result<Value, Error> {
    let (saved, warnings) = fragment::unpack(state).map_err(|why| Error::new("bad-state", why))?;
    show(host, &saved, warnings).map(|warnings| json!(warnings))
}

/// To the start of the lab's plain run, with the parameters as they are now if they are kept.
pub(super) fn reset(host: &dyn Host, keep_params: bool, seed: Option<u64>) -> Result<(), Error> {
    let scenario = {
        let run = host.run();
        let seed = seed.unwrap_or(run.scenario().seed);
        let plain = Scenario::new(run.meta().slug, seed);
        let kept = run.fields().into_iter().zip(run.values()).filter(|_| keep_params);
        kept.fold(plain, |scenario, (field, value)| scenario.with(field.key, &field.text(value)))
    };
    show(host, &Saved { scenario, ..Saved::default() }, Vec::new()).map(|_| ())
}

/// What is shown now.
pub fn saved(host: &dyn Host) -> Saved {
    let run = host.run();
    let (plain, own) = (Saved::new(run.scenario(), run.position().now), run.meta().speed);
    // Between two events of one moment the time alone does not say where the run stands.
    let between = run.next_at() == Some(run.position().now);
    let event = between.then(|| run.position().event);
    Saved { event, speed: (host.speed() != own).then(|| host.speed()), item: host.item(), ..plain }
}
