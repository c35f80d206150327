//! How the list of labs is kept: what is told of each at once, and its program once it is there.
//!
//! With the feature `split` each lab's program is a file of its own, which a page fetches when it shows the lab. So
//! nothing outside this folder may name a lab, or a list that does: it asks [`super::load`] by slug.

/// `labs! { folder::Lab, ... }`: the list. A folder's name is its lab's slug, with `_` for `-`, and the file's name.
macro_rules! labs {
    ($($name:ident :: $lab:ident),* $(,)?) => {
        /// What is told of every lab, in the order of the curriculum.
        pub static CARDS: &[$crate::lab::Card] = &[$($crate::lab::Card::of::<$name::$lab>()),*];

        /// The program of every lab, in the same order.
        #[cfg(not(feature = "split"))]
        pub static LABS: &[$crate::lab::Entry] = &[$($crate::lab::Entry::of::<$name::$lab>()),*];

        /// Nothing that a lab promises is a promise that cannot fail.
        #[cfg(test)]
        mod each_property_is_seen_broken {
            $(
                #[test]
                fn $name() {
                    crate::lab::broken::hold::<super::$name::$lab>(super::$name::mutants::BROKEN);
                }
            )*
        }

        #[cfg(feature = "split")]
        mod files {
            use crate::lab::Entry;

            $(crate::apart! {
                in $name: async fn $name() -> &'static Entry {
                    static ENTRY: Entry = Entry::of::<super::$name::$lab>();
                    &ENTRY
                }
            })*

            /// Fetches the program of the lab at this place of the list.
            pub async fn fetch(place: usize) -> Option<&'static Entry> {
                let mut next = 0;
                $(
                    if place == next {
                        return $name().await.ok();
                    }
                    next += 1;
                )*
                let _ = next;
                None
            }
        }
    };
}

pub(super) use labs;
