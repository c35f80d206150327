//! The colours of the style sheet that ships can be read, and told apart by everybody.

use palette::color_difference::{Ciede2000, Wcag21RelativeContrast};
use palette::{IntoColor, Lab, LinSrgb, Srgb};

const SHEET: &str = include_str!("../static/style.css");
const ROLES: [&str; 6] = ["leader", "candidate", "healthy", "degraded", "failed", "unreachable"];

/// Load and age, the least first.
const RAMP: [&str; 4] = ["load-0", "load-1", "load-2", "load-3"];

/// What people with each kind of sight see: Machado, Oliveira, Fernandes 2009, severity 1, on linear light.
const SIGHTS: [(&str, [[f32; 3]; 3]); 4] = [
    ("usual", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protan",
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    ),
    (
        "deutan",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    ),
    (
        "tritan",
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
    ),
];

/// The colours of a theme.
struct Theme {
    name: &'static str,
    block: &'static str,
    /// How far two roles are apart at least, as CIEDE2000 measures it.
    apart: f32,
}

impl Theme {
    fn of((name, apart): (&'static str, f32)) -> Theme {
        let start = SHEET.find(&format!("[data-theme=\"{name}\"] {{")).expect("the theme's block");
        let block = &SHEET[start..];
        Theme { name, block: &block[..block.find('}').expect("its end")], apart }
    }

    fn colour(&self, variable: &str) -> Srgb {
        let value = self.block.split(&format!("--{variable}: #")).nth(1).expect("the theme has this colour");
        let byte = |place: usize| {
            let text = &value[2 * place..2 * place + 2];
            f32::from(u8::from_str_radix(text, 16).expect("six hexadecimal digits")) / 255.0
        };
        Srgb::new(byte(0), byte(1), byte(2))
    }

    fn contrast(&self, one: &str, other: &str) -> f32 {
        self.colour(one).relative_contrast(self.colour(other))
    }
}

fn themes() -> [Theme; 2] {
    [("light", 12.6), ("dark", 14.9)].map(Theme::of)
}

/// The pairs of a list of foregrounds and grounds whose contrast is less than it must be.
fn too_pale(fronts: &[&str], grounds: &[&str], least: f32) -> Vec<String> {
    let mut pale = Vec::new();
    for theme in themes() {
        for (front, ground) in
            fronts.iter().flat_map(|front| grounds.iter().map(move |ground| (front, ground)))
        {
            let contrast = theme.contrast(front, ground);
            if contrast < least {
                pale.push(format!("{}: {front} on {ground}: {contrast:.2}", theme.name));
            }
        }
    }
    pale
}

fn seen(colour: Srgb, sight: &[[f32; 3]; 3]) -> Lab {
    let light: LinSrgb = colour.into_linear();
    let part =
        |row: &[f32; 3]| (row[0] * light.red + row[1] * light.green + row[2] * light.blue).clamp(0.0, 1.0);
    LinSrgb::new(part(&sight[0]), part(&sight[1]), part(&sight[2])).into_color()
}

#[test]
fn text_has_a_contrast_of_four_and_a_half_on_every_ground() {
    assert_eq!(too_pale(&["ink", "ink2"], &["ground", "panel"], 4.5), [""; 0]);
    assert_eq!(too_pale(&ROLES, &["ground"], 4.5), [""; 0], "roles are written in their colour, too");
    assert_eq!(too_pale(&["on-leader"], &["leader"], 4.5), [""; 0], "the main button");
}

#[test]
fn marks_lines_and_the_focus_have_a_contrast_of_three_on_every_ground() {
    assert_eq!(too_pale(&ROLES, &["ground", "panel"], 3.0), [""; 0]);
    assert_eq!(too_pale(&["line", "focus"], &["ground", "panel"], 3.0), [""; 0]);
    assert_eq!(too_pale(&RAMP, &["ground", "panel"], 3.0), [""; 0]);
}

#[test]
fn each_step_of_the_ramp_stands_out_more_from_the_ground_than_the_one_before_to_anybody() {
    for theme in themes() {
        for (sight, matrix) in &SIGHTS {
            let far = |step: &&str| {
                (seen(theme.colour(step), matrix).l - seen(theme.colour("ground"), matrix).l).abs()
            };
            let steps: Vec<f32> = RAMP.iter().map(far).collect();
            let grows = steps.windows(2).all(|pair| pair[1] > pair[0] + 8.0);
            assert!(grows, "{}, {sight}: {steps:?}", theme.name);
        }
    }
}

#[test]
fn no_two_roles_look_alike_to_anybody() {
    for theme in themes() {
        for (sight, matrix) in &SIGHTS {
            for (place, one) in ROLES.iter().enumerate() {
                for other in &ROLES[place + 1..] {
                    let distance =
                        seen(theme.colour(one), matrix).difference(seen(theme.colour(other), matrix));
                    assert!(
                        distance >= theme.apart,
                        "{}, {sight}: {one} and {other} differ by {distance:.1}",
                        theme.name
                    );
                }
            }
        }
    }
}
