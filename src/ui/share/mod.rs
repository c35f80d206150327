//! The dialog that shares a run: a link, a class, a frame in a page, files, paper.

mod class;
mod copy;
mod embed;
mod field;
mod file;
mod film;
mod form;
mod inlined;
mod link;
pub mod picture;
mod preview;
mod print;
mod qr;

pub use copy::CopyButton;

use super::address;
use super::components::modal::Modal;
use super::components::tabs::Tabs;
use super::player::{Player, Shown};
use super::settings;
use faultyard::embed::Host;
use faultyard::link::address::{Page, Place};
use faultyard::link::{LONGEST_LINK, LONGEST_SETTINGS, Saved, Settings, Short, short};
use std::rc::Rc;
use yew::prelude::*;

const NAMES: [&str; 5] = ["Link", "Class", "Embed", "File", "Print"];

#[derive(Properties, PartialEq, Clone)]
pub struct ShareProps {
    pub shown: Shown,
    pub close: Callback<()>,
}

/// What each tab shares: the run as it was when the dialog opened, so that a link stands still while the run plays.
#[derive(Properties, PartialEq, Clone)]
pub struct TabProps {
    pub shown: Shown,
    pub saved: Rc<Saved>,
}

/// Shares the run, in five ways.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let open = use_state(|| 0_usize);
    let saved = use_memo((), |()| faultyard::embed::saved(&props.shown.player));
    let on_open = {
        let open = open.setter();
        Callback::from(move |place| open.set(place))
    };
    let (shown, saved) = (props.shown.clone(), saved);
    html! {
        <Modal title="Share this run" wide=true close={props.close.clone()}>
            <div class="share">
                <Tabs label="Ways to share" names={NAMES.to_vec()} open={*open} {on_open} />
                <div key={*open} class="share-tab" role="tabpanel" aria-label={NAMES[*open]}>
                    { match *open {
                        0 => html! { <link::LinkTab {shown} {saved} /> },
                        1 => html! { <class::ClassTab {shown} {saved} /> },
                        2 => html! { <embed::EmbedTab {shown} {saved} /> },
                        3 => html! { <file::FileTab {shown} {saved} /> },
                        _ => html! { <print::PrintTab {shown} {saved} /> },
                    } }
                </div>
            </div>
        </Modal>
    }
}

/// An address that opens the run.
#[derive(Clone, PartialEq)]
struct Made {
    /// What it says after the page.
    short: Short,
    /// The whole of it.
    address: String,
    /// The same below the base.
    relative: String,
}

/// The shortest address of the run on a page of its lab, shown as `look` says; from its start if asked.
fn make(
    player: &Player,
    saved: &Saved,
    look: &Settings,
    page: &Page,
    from_start: bool,
) -> Result<Made, String> {
    let place = Place { base: address::base(), page: page.clone() };
    let before = place.base.len() + page.path().len();
    let saved = match from_start {
        true => Saved { t: None, event: None, ..saved.clone() },
        false => saved.clone(),
    };
    let short = short(player.lab(), &saved, look, before)?;
    let relative = short.address(&Place { base: String::new(), page: page.clone() }, page);
    Ok(Made { address: short.address(&place, page), relative, short })
}

/// How this page shows its run, for whoever gets its link: the same parts, the same locks.
fn here() -> Settings {
    let settings = settings::get();
    let Settings { ui, view, .. } = *settings;
    let (show, hide, lock) = (settings.show.clone(), settings.hide.clone(), settings.lock.clone());
    Settings { ui, view, show, hide, lock, ..Settings::default() }
}

/// How long a link is, and what it holds.
fn length(made: &Made) -> Html {
    let (most, holds) = match made.short.fragment.is_empty() {
        true => (LONGEST_SETTINGS, "The link is readable."),
        false => (LONGEST_LINK, "The link contains the whole run."),
    };
    let characters = made.address.chars().count();
    let words =
        format!("{characters} of at most {most} characters. {holds} Nothing is stored anywhere else.");
    html! { <p class="small second share-length">{ words }</p> }
}

/// The lab's full page.
fn full(player: &Player) -> Page {
    Page::Lab(player.lab().meta.slug.into())
}
