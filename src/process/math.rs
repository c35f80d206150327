//! The transcendental functions, from `libm`: the standard library's differ in the last bit between native and
//! WebAssembly builds (`ln` for 7 % of inputs), and one bit is another run.

pub use libm::{cos, exp, log as ln, pow, sin, tan};
