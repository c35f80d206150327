//! The page: the only code that knows a browser.

mod ui;

fn main() {
    ui::start();
}
