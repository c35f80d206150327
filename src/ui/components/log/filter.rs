//! Which events a log shows.

use faultyard::lab::Event;
use faultyard::process::{NodeId, Salience};

/// So many rows up to now, and so many later ones.
const ROWS: (usize, usize) = (160, 40);

/// What a person wants to see.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// Words that the sentence must contain, in any case.
    pub words: String,
    /// Kinds; none means all.
    pub kinds: Vec<&'static str>,
    /// A node at either end.
    pub node: Option<NodeId>,
    /// Without what happens all the time.
    pub hide_routine: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Filter { words: String::new(), kinds: Vec::new(), node: None, hide_routine: true }
    }
}

impl Filter {
    /// Whether an event is to be shown.
    pub fn fits(&self, event: &Event) -> bool {
        let routine = event.salience == Salience::Routine;
        !(self.hide_routine && routine)
            && (self.kinds.is_empty() || self.kinds.contains(&event.kind))
            && self.node.is_none_or(|node| [event.node, event.peer].contains(&Some(node)))
            && (self.words.is_empty()
                || event.text.to_ascii_lowercase().contains(&self.words.to_ascii_lowercase()))
    }

    /// The same with a kind put in or taken out.
    pub fn toggled(&self, kind: &'static str) -> Filter {
        let mut filter = self.clone();
        filter.kinds.retain(|known| *known != kind);
        if filter.kinds.len() == self.kinds.len() {
            filter.kinds.push(kind);
        }
        filter
    }

    /// The rows around now, oldest first: the latest that fit, and some later ones. `so_far` events have happened.
    /// The chosen event is always among them.
    pub fn rows<'a>(&self, events: &'a [Event], so_far: usize, chosen: Option<u64>) -> Vec<&'a Event> {
        let fits = |event: &&Event| self.fits(event) || Some(event.id) == chosen;
        let mut rows: Vec<&Event> = events[..so_far].iter().rev().filter(fits).take(ROWS.0).collect();
        rows.reverse();
        rows.extend(events[so_far..].iter().filter(fits).take(ROWS.1));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::trail::tests::event;
    use super::*;

    fn events() -> Vec<Event> {
        let of = |id: u64| Event {
            salience: if id.is_multiple_of(2) { Salience::Routine } else { Salience::Ordinary },
            kind: if id.is_multiple_of(3) { "sent" } else { "received" },
            node: Some(NodeId((id % 3) as u16)),
            ..event(id, None)
        };
        (0..1_000).map(of).collect()
    }

    fn ids(filter: &Filter, so_far: usize, chosen: Option<u64>) -> Vec<u64> {
        filter.rows(&events(), so_far, chosen).iter().map(|event| event.id).collect()
    }

    #[test]
    fn the_rows_end_a_little_after_now() {
        let ids = ids(&Filter::default(), 900, None);
        assert_eq!((ids.len(), ids[159], ids[160]), (200, 899, 901));
        assert!(ids.iter().all(|id| id % 2 == 1));
    }

    #[test]
    fn a_chosen_event_is_shown_though_it_is_routine() {
        assert!(ids(&Filter::default(), 900, Some(898)).contains(&898));
    }

    #[test]
    fn words_kinds_and_nodes_narrow_it_down() {
        let filter = Filter { words: "EVENT 99".into(), node: Some(NodeId(0)), ..Filter::default() };
        assert_eq!(ids(&filter.toggled("sent"), 1_000, None), [99, 993, 999]);
        assert_eq!(filter.toggled("sent").toggled("sent"), filter);
    }
}
