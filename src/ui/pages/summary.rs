//! The summary while one works on it: the same HTML that a built site has as a page of its own, without the program.

use faultyard::summary;
use yew::prelude::*;

/// The page.
#[component]
pub fn Summary() -> Html {
    let body = match summary::chapters() {
        Ok(chapters) => summary::html(&chapters),
        Err(why) => format!("<main class=\"summary\"><p>{}</p></main>", summary::prose(&why)),
    };
    Html::from_html_unchecked(body.into())
}
