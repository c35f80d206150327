//! What is searched, fetched when the search is first opened.

use crate::ui::fetch::{self, Failed};
use faultyard::find::Index;
use faultyard::front::INDEX;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

thread_local! {
    static KEPT: RefCell<Option<Rc<Index>>> = const { RefCell::new(None) };
}

/// The index, once it is there; or why it will not come.
#[hook]
pub fn use_index() -> (Option<Rc<Index>>, Option<AttrValue>) {
    let index = use_state(|| KEPT.with_borrow(Clone::clone));
    let failed = use_state(|| None::<AttrValue>);
    use_effect_with((), {
        let (is_there, index, failed) = (index.is_some(), index.setter(), failed.setter());
        move |()| {
            if is_there {
                return;
            }
            spawn_local(async move {
                match fetch::text(INDEX).await {
                    Ok(text) => {
                        let read = Rc::new(Index::parse(&text));
                        KEPT.set(Some(read.clone()));
                        index.set(Some(read));
                    }
                    Err(Failed::NotHere) => failed.set(Some("This copy of the site has no search.".into())),
                    Err(Failed::NoNetwork) => {
                        failed.set(Some("The search needs a connection the first time.".into()))
                    }
                }
            });
        }
    });
    ((*index).clone(), (*failed).clone())
}
