//! Where the site will be, if that is known when it is built.

/// The variable that names it, such as `https://example.org/faultyard/`.
pub const VARIABLE: &str = "FAULTYARD_URL";

/// The site's root: empty where it is not known; else with a slash at its end.
#[derive(Clone, Debug, Default)]
pub struct Address(String);

impl Address {
    /// What the environment says.
    pub fn get() -> Result<Address, String> {
        std::env::var(VARIABLE).map_or_else(|_| Ok(Address::default()), |text| Address::parse(&text))
    }

    /// The root that a text names.
    pub fn parse(text: &str) -> Result<Address, String> {
        let text = text.trim().trim_end_matches('/');
        if text.is_empty() {
            return Ok(Address::default());
        }
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let odd = |c: char| c.is_whitespace() || c.is_control() || "\"'<>?#\\".contains(c);
        match host {
            Some(host) if !host.is_empty() && !text.contains(odd) => Ok(Address(format!("{text}/"))),
            _ => Err(format!(
                "{VARIABLE} is `{text}`. Write the address of the site's root, as https://example.org/faultyard/"
            )),
        }
    }

    /// Whether addresses are absolute.
    pub fn is_known(&self) -> bool {
        !self.0.is_empty()
    }

    /// The address of a file or folder of the site; where the root is not known, from there: `./` for the root itself.
    pub fn of(&self, path: &str) -> String {
        match (&*self.0, path) {
            ("", "") => "./".to_owned(),
            (root, path) => format!("{root}{path}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_absolute_when_the_sites_own_is_known_and_relative_otherwise() {
        let here = Address::parse("https://example.org/yard").unwrap();
        assert_eq!(here.of("lab/raft/"), "https://example.org/yard/lab/raft/");
        assert_eq!(here.of(""), "https://example.org/yard/");
        let nowhere = Address::parse("").unwrap();
        assert_eq!((nowhere.of("lab/raft/"), nowhere.of("")), ("lab/raft/".to_owned(), "./".to_owned()));
        assert!(here.is_known() && !nowhere.is_known());
    }

    #[test]
    fn what_is_no_address_of_a_site_is_refused_with_an_example() {
        for text in
            ["example.org", "https://", "ftp://x", "https://x/\"><script>", "https://x/?a=b", "http://a b"]
        {
            assert!(Address::parse(text).unwrap_err().contains("https://example.org"), "{text}");
        }
    }
}
