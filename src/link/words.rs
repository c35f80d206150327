//! Closed lists of words in links: one line for each value.

/// Makes an enum whose values have one word each, with a way to read and to write it.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $value:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$of])* $value),+ }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The word for it.
            pub fn word(self) -> &'static str {
                match self { $($name::$value => $word),+ }
            }

            /// Reads the word.
            ///
            /// # Errors
            /// A sentence with the words that there are.
            pub fn parse(text: &str) -> Result<$name, String> {
                super::words::choose(Self::ALL, Self::word, text)
            }
        }
    )+};
}

pub(super) use words;

/// The value with this word.
pub(crate) fn choose<T: Copy>(all: &[T], word: fn(T) -> &'static str, text: &str) -> Result<T, String> {
    all.iter().copied().find(|value| word(*value) == text).ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|value| word(*value)).collect();
        format!("{} is not one of {}", super::quoted(text), words.join(", "))
    })
}
