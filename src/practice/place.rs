//! What the page's address asks for: the list, a question, or a mock interview; and the way back into an address.

use super::{LENGTH, Question};

/// A code that somebody types has so many digits at most.
const DIGITS: usize = 9;

/// Where somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The list of questions.
    #[default]
    List,
    /// A question, by its id.
    Question(String),
    /// A mock interview with this code, at this question, from 0; at [`LENGTH`] it is over.
    Interview(u64, usize),
}

impl Place {
    /// Reads an address's query. What it does not hold is the list, and a sentence says why.
    pub fn parse(query: &str, questions: &[Question]) -> (Place, Option<String>) {
        let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        let (mut place, mut at, mut why) = (Place::List, 0, None);
        for (key, value) in pairs {
            match key {
                "q" if questions.iter().any(|question| question.id == value) => {
                    place = Place::Question(value.into());
                }
                "q" => why = Some(format!("There is no question \"{value}\". Here are all of them.")),
                "code" => match code(value) {
                    Some(code) => place = Place::Interview(code, 0),
                    None => why = Some(format!("\"{value}\" is no code: a code is 1 to {DIGITS} digits.")),
                },
                "at" => at = value.parse().map_or(0, |at: usize| at.clamp(1, LENGTH + 1) - 1),
                _ => {}
            }
        }
        if let Place::Interview(_, asked) = &mut place {
            *asked = at;
        }
        (place, why)
    }

    /// The page's query for it, with its question mark; empty for the list.
    pub fn query(&self) -> String {
        match self {
            Place::List => String::new(),
            Place::Question(id) => format!("?q={id}"),
            Place::Interview(code, 0) => format!("?code={code}"),
            Place::Interview(code, at) => format!("?code={code}&at={}", at + 1),
        }
    }
}

/// A code as somebody types it.
pub fn code(text: &str) -> Option<u64> {
    let is_one = (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::questions;

    #[test]
    fn a_place_is_in_the_address_and_back() {
        let questions = questions().unwrap();
        let id = questions[0].id.clone();
        for place in
            [Place::List, Place::Question(id), Place::Interview(4711, 0), Place::Interview(4711, LENGTH)]
        {
            assert_eq!(Place::parse(&place.query(), &questions), (place, None));
        }
    }

    #[test]
    fn what_an_address_does_not_hold_is_the_list_and_a_reason() {
        for (query, says) in [("?q=nothing", "nothing"), ("?code=12x", "12x"), ("?code=", "no code")] {
            let (place, why) = Place::parse(query, &questions().unwrap());
            assert_eq!(place, Place::List, "{query}");
            assert!(why.is_some_and(|why| why.contains(says)), "{query}");
        }
        assert_eq!(Place::parse("?code=7&at=99", &[]).0, Place::Interview(7, LENGTH));
    }
}
