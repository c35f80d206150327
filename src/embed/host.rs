//! What must be there for commands to be carried out.

use crate::lab::{Entry, Run};
use crate::process::SimTime;
use crate::sim::Input;
use std::cell::Ref;

/// A run and the clock that plays it: the page's player, or a bare run in a test.
pub trait Host {
    /// The lab's entry in the list.
    fn lab(&self) -> &'static Entry;
    /// The run, to look at.
    fn run(&self) -> Ref<'_, dyn Run>;

    /// Whether time goes on.
    fn is_playing(&self) -> bool;
    /// Whether playing has come to the end.
    fn is_over(&self) -> bool;
    /// Starts or stops time.
    fn play(&self, playing: bool);
    /// Simulated seconds a second.
    fn speed(&self) -> f64;
    /// Sets the speed, as near as the lab allows.
    fn set_speed(&self, speed: f64);
    /// The thing on the stage that is chosen.
    fn item(&self) -> Option<String>;
    /// Chooses a thing on the stage, or none.
    fn choose(&self, item: Option<String>);

    /// Goes to a time.
    fn seek(&self, to: SimTime);
    /// Goes to just after an event of the kernel.
    fn seek_event(&self, event: u64);

    /// Does something to the run now.
    ///
    /// # Errors
    /// A sentence that says why it cannot be done.
    fn act(&self, input: Input) -> Result<(), String>;
    /// Plans something for later.
    ///
    /// # Errors
    /// A sentence that says why it cannot be done.
    fn plan(&self, at: SimTime, input: Input) -> Result<(), String>;
    /// Sets a parameter.
    ///
    /// # Errors
    /// A sentence that says which key or value is wrong.
    fn set(&self, key: &str, text: &str) -> Result<(), String>;
    /// Shows another run of the same lab, at a time.
    fn load(&self, run: Box<dyn Run>, at: SimTime);
}
