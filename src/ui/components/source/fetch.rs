//! The files of source that the site carries, fetched when first asked for.

use crate::ui::fetch::{self, Failed};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

const NOT_HERE: &str = "This copy of the site does not carry the file";
const NO_NETWORK: &str = "The file could not be fetched: there is no connection to the site.";

thread_local! {
    static FILES: RefCell<BTreeMap<String, Rc<str>>> = const { RefCell::new(BTreeMap::new()) };
}

/// A file that has been fetched.
pub fn known(path: &str) -> Option<Rc<str>> {
    FILES.with_borrow(|files| files.get(path).cloned())
}

/// The address of a file below `src`, on this site.
pub fn address(path: &str) -> String {
    format!("source/{path}")
}

/// Fetches a file below `src`; what went wrong as a sentence.
pub async fn fetch(path: String) -> Result<Rc<str>, String> {
    if let Some(text) = known(&path) {
        return Ok(text);
    }
    let text: Rc<str> = get(&path).await?.into();
    FILES.with_borrow_mut(|files| files.insert(path, text.clone()));
    Ok(text)
}

async fn get(path: &str) -> Result<String, String> {
    fetch::text(&address(path)).await.map_err(|why| match why {
        Failed::NotHere => format!("{NOT_HERE} {path}."),
        Failed::NoNetwork => NO_NETWORK.into(),
    })
}
