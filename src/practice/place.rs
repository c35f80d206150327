//! What the page's address asks for: the list, a question, or a mock interview; and the way back into an address.

use super::{LENGTH, Question};

/// A code that somebody types has so many digits at most.
const DIGITS: usize = 9;
/// What the address says of a place; all else in it stays as it is.
const OWN: [&str; 4] = ["q", "area", "code", "at"];

/// Where somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The list of questions: of one lab, by its slug, or of all.
    List(Option<String>),
    /// A question, by its id, in a list.
    Question(String, Option<String>),
    /// A mock interview with this code, at this question, from 0; at [`LENGTH`] it is over.
    Interview(u64, usize),
}

impl Default for Place {
    fn default() -> Place {
        Place::List(None)
    }
}

impl Place {
    /// Reads an address's query. What it does not hold is the list, and a sentence says why.
    pub fn parse(query: &str, questions: &[Question]) -> (Place, Option<String>) {
        let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        let (mut asked, mut area, mut interview, mut at, mut why) = (None, None, None, 0, None);
        for (key, value) in pairs {
            match key {
                "q" if questions.iter().any(|question| question.id == value) => asked = Some(value.into()),
                "q" => why = Some(format!("There is no question \"{value}\". Here are all that there are.")),
                "area" if questions.iter().any(|question| question.lab() == value) => {
                    area = Some(value.into())
                }
                "area" if value.is_empty() => {}
                "area" => {
                    why = Some(format!(
                        "There are no questions about \"{value}\". Here are all that there are."
                    ));
                }
                "code" => match code(value) {
                    Some(code) => interview = Some(code),
                    None => why = Some(format!("\"{value}\" is no code: a code is {} digits.", digits())),
                },
                "at" => at = value.parse().map_or(0, |at: usize| at.clamp(1, LENGTH + 1) - 1),
                _ => {}
            }
        }
        let place = match (interview, asked) {
            (Some(code), _) => Place::Interview(code, at),
            (None, Some(id)) => Place::Question(id, area),
            (None, None) => Place::List(area),
        };
        (place, why)
    }

    /// The lab whose questions are asked; none for all.
    pub fn area(&self) -> Option<&str> {
        match self {
            Place::List(area) | Place::Question(_, area) => area.as_deref(),
            Place::Interview(..) => None,
        }
    }

    /// The page's query for it, with its question mark if there is anything: `before` is the query until now, of which
    /// stays what is not about a place, such as the theme.
    pub fn query(&self, before: &str) -> String {
        let key = |pair: &&str| !OWN.contains(&pair.split('=').next().unwrap_or_default());
        let kept = before.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()).filter(key);
        let of = |area: &Option<String>| area.as_ref().map(|area| format!("area={area}"));
        let own = match self {
            Place::List(area) => vec![of(area)],
            Place::Question(id, area) => vec![Some(format!("q={id}")), of(area)],
            Place::Interview(code, 0) => vec![Some(format!("code={code}"))],
            Place::Interview(code, at) => vec![Some(format!("code={code}")), Some(format!("at={}", at + 1))],
        };
        let pairs: Vec<String> = own.into_iter().flatten().chain(kept.map(str::to_owned)).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

/// A code as somebody types it.
pub fn code(text: &str) -> Option<u64> {
    let text = text.trim();
    let is_one = (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_one)
}

/// How long a code is.
pub fn digits() -> String {
    format!("1 to {DIGITS}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::questions;

    #[test]
    fn a_place_is_in_the_address_and_back() {
        let questions = questions().unwrap();
        let (id, area) = (questions[0].id.clone(), Some(questions[0].lab().to_string()));
        for place in [
            Place::List(None),
            Place::List(area.clone()),
            Place::Question(id.clone(), None),
            Place::Question(id, area),
            Place::Interview(4711, 0),
            Place::Interview(4711, LENGTH),
        ] {
            assert_eq!(Place::parse(&place.query(""), &questions), (place, None));
        }
    }

    #[test]
    fn what_an_address_does_not_hold_is_the_list_and_a_reason() {
        for (query, says) in
            [("?q=nothing", "nothing"), ("?code=12x", "12x"), ("?code=", "no code"), ("?area=chess", "chess")]
        {
            let (place, why) = Place::parse(query, &questions().unwrap());
            assert_eq!(place, Place::List(None), "{query}");
            assert!(why.is_some_and(|why| why.contains(says)), "{query}");
        }
        assert_eq!(Place::parse("?code=7&at=99", &[]).0, Place::Interview(7, LENGTH));
        assert_eq!(Place::parse("?code=7&at=x", &[]).0, Place::Interview(7, 0));
        assert_eq!(Place::parse("area=", &[]), (Place::List(None), None));
    }

    #[test]
    fn what_is_not_about_a_place_stays_in_the_address() {
        let before = "?theme=dark&q=a&at=2&motion=reduced";
        assert_eq!(Place::Interview(7, 1).query(before), "?code=7&at=2&theme=dark&motion=reduced");
        assert_eq!(Place::List(None).query(before), "?theme=dark&motion=reduced");
        assert_eq!(Place::List(None).query("?q=a"), "");
    }
}
