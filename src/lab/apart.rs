//! Code that is not always needed: with the feature `split` it is in a file of its own, which is fetched when it is
//! first called; without, it is there at once.

/// Why there is nothing: the file could not be had.
#[cfg(feature = "split")]
pub use wasm_split_helpers::SplitLoaderError as Missing;
/// Why there is nothing: in the whole program nothing is missing.
#[cfg(not(feature = "split"))]
pub type Missing = std::convert::Infallible;

/// `apart! { in file: async fn name(argument: Type) -> Out { ... } }`: a function whose body, with all that only it
/// uses, is in the file of that name. It gives `Err` where the file cannot be had; the next call tries again.
#[macro_export]
macro_rules! apart {
    ($(#[$attribute:meta])* in $file:ident: $vis:vis async fn $name:ident($($argument:ident: $type:ty),*) -> $out:ty $body:block) => {
        $(#[$attribute])*
        $vis async fn $name($($argument: $type),*) -> Result<$out, $crate::lab::Missing> {
            #[cfg_attr(feature = "split", wasm_split_helpers::wasm_split($file, fallible))]
            #[cfg_attr(not(feature = "split"), allow(clippy::unnecessary_wraps))]
            fn $name($($argument: $type),*) -> Result<$out, $crate::lab::Missing> {
                Ok($body)
            }
            #[cfg(feature = "split")]
            return $name($($argument),*).await;
            #[cfg(not(feature = "split"))]
            $name($($argument),*)
        }
    };
}
