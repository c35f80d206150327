//! What a page does not need at first: pieces of it that are drawn once their file is there (see [`faultyard::apart`]).
//!
//! ```text
//! Part     a piece of the page, drawn once its file is there
//! parts    the list of them
//! shell    its place in the page, while it is not there
//! ```
//!
//! Between the page and a part stands one function pointer without types, so that the page keeps nothing of the part:
//! neither its component nor its properties' code.

mod parts;
mod shell;

pub use parts::*;
pub use shell::painted;

pub use faultyard::apart;
pub use faultyard::lab::Missing;

use shell::{Shell, With};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::thread::LocalKey;
use yew::prelude::*;

/// Draws a part from its properties.
pub type Draw = fn(&dyn Any) -> Html;
/// A part's drawing function, once its file is there.
type Coming = Pin<Box<dyn Future<Output = Result<Draw, Missing>>>>;

/// A part of the page.
#[derive(Clone, Copy)]
pub struct Part {
    /// Its name, of its own.
    pub name: &'static str,
    /// Fetches it.
    pub fetch: fn() -> Coming,
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

thread_local! {
    static LOADED: RefCell<Vec<(&'static str, Draw)>> = const { RefCell::new(Vec::new()) };
}

impl Part {
    /// The part with these properties; until it is there nothing.
    pub fn with<P: 'static>(self, props: P) -> Html {
        self.after(None, props)
    }

    /// The same, but only once another part is there too, which it will show: else that one would push it about.
    pub fn after<P: 'static>(self, other: Option<Part>, props: P) -> Html {
        html! { <Shell part={self} {other} with={With(Rc::new(props))} /> }
    }

    fn loaded(self) -> Option<Draw> {
        let kept =
            LOADED.with_borrow(|all| all.iter().find(|(name, _)| *name == self.name).map(|(_, draw)| *draw));
        kept.or_else(|| if cfg!(feature = "split") { None } else { self.at_once() })
    }

    /// It without waiting: in the whole program every part is there.
    fn at_once(self) -> Option<Draw> {
        match (self.fetch)().as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(draw)) => Some(draw),
            _ => None,
        }
    }

    /// Fetches it, if it is not there yet; whether it is there now.
    pub async fn load(self) -> bool {
        if self.loaded().is_some() {
            return true;
        }
        let fetched = (self.fetch)().await;
        // Two that waited for one file keep it once.
        if let (Ok(draw), None) = (&fetched, self.loaded()) {
            LOADED.with_borrow_mut(|all| all.push((self.name, *draw)));
        }
        fetched.is_ok()
    }
}

/// What a part gave, fetched once and kept.
pub async fn once<T: Copy>(
    kept: &'static LocalKey<Cell<Option<T>>>,
    fetch: impl Future<Output = Result<T, Missing>>,
) -> Result<T, Missing> {
    if let Some(there) = kept.get() {
        return Ok(there);
    }
    let fetched = fetch.await?;
    kept.set(Some(fetched));
    Ok(fetched)
}

/// `part!(NAME, name in file: Component, Props)`: a part of the page, in the file of that name.
macro_rules! part {
    ($name:ident, $part:ident in $file:ident: $component:ty, $props:ty) => {
        pub const $name: Part = {
            faultyard::apart! {
                in $file: async fn $part() -> Draw {
                    |props: &dyn std::any::Any| {
                        let props = props.downcast_ref::<$props>().expect("a part's own properties");
                        yew::html! { <$component ..props.clone() /> }
                    }
                }
            }
            Part { name: stringify!($part), fetch: || Box::pin($part()) }
        };
    };
}
use part;
