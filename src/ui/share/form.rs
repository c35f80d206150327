//! The form's parts: each changes a copy of the settings and hands it on.

use super::field::{choose, switch};
use faultyard::lab::Field;
use faultyard::link::{Lock, Part, Settings, Theme};
use std::rc::Rc;
use yew::prelude::*;

/// How a link's reader sees it.
const THEMES: [(Theme, &str); 3] =
    [(Theme::Auto, "Reader's choice"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];

/// Settings and who is told when they change.
#[derive(Clone)]
pub struct Form {
    pub look: Rc<Settings>,
    pub change: Callback<Settings>,
}

/// A form that begins with these settings.
#[hook]
pub fn use_form(begin: impl FnOnce() -> Settings) -> Form {
    let look = use_state(|| Rc::new(begin()));
    let setter = look.setter();
    Form { look: (*look).clone(), change: Callback::from(move |look| setter.set(Rc::new(look))) }
}

impl Form {
    /// A switch.
    pub fn switch(&self, words: &'static str, on: bool, set: fn(&mut Settings, bool)) -> Html {
        let form = self.clone();
        switch(words, on, Callback::from(move |on| form.apply(|look| set(look, on))))
    }

    /// One of a list.
    pub fn choice<T: Copy + PartialEq + 'static>(
        &self,
        label: &'static str,
        choices: &'static [(T, &'static str)],
        chosen: T,
        set: fn(&mut Settings, T),
    ) -> Html {
        let form = self.clone();
        let place = choices.iter().position(|(value, _)| *value == chosen).unwrap_or(0);
        let names: Vec<String> = choices.iter().map(|(_, name)| (*name).to_string()).collect();
        let on_choose = Callback::from(move |place: usize| {
            if let Some((value, _)) = choices.get(place) {
                form.apply(|look| set(look, *value));
            }
        });
        choose(label, &names, place, on_choose)
    }

    /// Which parts of the page are shown: those that are `usual` are hidden by name, and others shown by name.
    pub fn parts(&self, parts: &'static [Part], usual: fn(Part) -> bool) -> Html {
        let box_of = |part: &Part| {
            let (form, part) = (self.clone(), *part);
            let on = self.look.shows(part, usual(part));
            let on_switch = Callback::from(move |on: bool| {
                form.apply(|look| {
                    look.show.retain(|known| *known != part);
                    look.hide.retain(|known| *known != part);
                    if on != look.shows(part, usual(part)) {
                        let list = if on { &mut look.show } else { &mut look.hide };
                        list.push(part);
                    }
                });
            });
            switch(name(part), on, on_switch)
        };
        html! { <fieldset class="share-boxes"><legend>{ "Shown" }</legend>{ for parts.iter().map(box_of) }</fieldset> }
    }

    /// Which parameters cannot be changed; each has its value, in which some of the same name differ.
    pub fn locks(&self, params: impl Iterator<Item = (&'static Field, i64)>) -> Html {
        let locked = &self.look.lock;
        let all = {
            let form = self.clone();
            let on = Callback::from(move |on: bool| {
                form.apply(|look| look.lock = if on { Lock::All } else { Lock::Nothing });
            });
            switch("All parameters", *locked == Lock::All, on)
        };
        let mut params: Vec<_> = params.collect();
        let groups: Vec<&str> = params.iter().map(|(field, _)| field.group).collect();
        params.sort_by_key(|(field, _)| groups.iter().position(|group| *group == field.group));
        let mut group = "";
        let one = |(field, value): (&'static Field, i64)| {
            let (form, key) = (self.clone(), field.key);
            let on_switch = Callback::from(move |on: bool| form.apply(|look| lock(look, key, on)));
            let heading = (std::mem::replace(&mut group, field.group) != field.group).then_some(field.group);
            let words =
                html! { <>{ field.label }{ " " }<span class="second">{ field.shown(value) }</span></> };
            html! { <>
                if let Some(heading) = heading { <p class="share-group second small">{ heading }</p> }
                { switch(words, locked.holds(key), on_switch) }
            </> }
        };
        html! {
            <fieldset class="share-boxes"><legend>{ "Locked: cannot be changed" }</legend>
                { all }
                if *locked != Lock::All { { for params.into_iter().map(one) } }
            </fieldset>
        }
    }

    /// Light, dark, or as the reader's own.
    pub fn theme(&self) -> Html {
        self.choice("Theme", &THEMES, self.look.theme, |look, theme| look.theme = theme)
    }

    fn apply(&self, change: impl FnOnce(&mut Settings)) {
        let mut look = (*self.look).clone();
        change(&mut look);
        self.change.emit(look);
    }
}

fn lock(look: &mut Settings, key: &str, on: bool) {
    let mut keys = match &look.lock {
        Lock::Keys(keys) => keys.clone(),
        Lock::Nothing | Lock::All => Vec::new(),
    };
    keys.retain(|known| known != key);
    if on {
        keys.push(key.into());
    }
    look.lock = if keys.is_empty() { Lock::Nothing } else { Lock::Keys(keys) };
}

/// A part's name for people.
fn name(part: Part) -> &'static str {
    match part {
        Part::Title => "Title",
        Part::Legend => "Legend",
        Part::Params => "Parameters",
        Part::Plots => "Plots",
        Part::Log => "Events",
        Part::Spacetime => "Space-time",
        Part::Faults => "Actions",
        Part::Clock => "Time",
        Part::Seed => "Seed",
        Part::Brand => "Faultyard's name",
        Part::Story => "Lesson",
    }
}
