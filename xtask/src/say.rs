//! What the commands tell while they work.

/// The heading of a step.
pub fn heading(text: &str) {
    println!("\n== {text}");
}

/// One line on what happens now and why.
pub fn note(text: &str) {
    println!("   {text}");
}
