//! The colours of the style sheet, for pictures that leave the page. A test holds them to it.

use crate::scene::{LOADS, Role, glyph};
use std::fmt;

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(u8, u8, u8);

impl Colour {
    /// So many percent of it on a ground.
    pub fn on(self, ground: Colour, percent: u16) -> Colour {
        let percent = percent.min(100);
        let mixed = |a: u8, b: u8| {
            let sum = u16::from(a) * percent + u16::from(b) * (100 - percent) + 50;
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        Colour(mixed(self.0, ground.0), mixed(self.1, ground.1), mixed(self.2, ground.2))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The colours of a theme, by the names of the style sheet.
#[derive(Debug)]
#[allow(missing_docs, reason = "the style sheet and VISUAL tell each name's use")]
pub struct Palette {
    pub ground: Colour,
    pub panel: Colour,
    pub ink: Colour,
    pub ink2: Colour,
    pub line: Colour,
    pub hair: Colour,
    pub leader: Colour,
    pub candidate: Colour,
    pub healthy: Colour,
    pub degraded: Colour,
    pub failed: Colour,
    pub unreachable: Colour,
    /// The ramp of load and age, the least first.
    pub loads: [Colour; LOADS as usize],
}

impl Palette {
    /// The light theme.
    pub const LIGHT: Palette = Palette {
        ground: Colour(0xff, 0xff, 0xff),
        panel: Colour(0xf3, 0xf5, 0xf7),
        ink: Colour(0x14, 0x20, 0x2b),
        ink2: Colour(0x4a, 0x57, 0x63),
        line: Colour(0x7a, 0x87, 0x94),
        hair: Colour(0xd9, 0xde, 0xe3),
        leader: Colour(0x19, 0x45, 0x7b),
        candidate: Colour(0x01, 0x7b, 0xbc),
        healthy: Colour(0x18, 0x70, 0x4a),
        degraded: Colour(0xb0, 0x61, 0x01),
        failed: Colour(0x8e, 0x24, 0x06),
        unreachable: Colour(0x86, 0x52, 0x6c),
        loads: [
            Colour(0xba, 0x7f, 0x22),
            Colour(0x98, 0x56, 0x00),
            Colour(0x6e, 0x3c, 0x00),
            Colour(0x40, 0x22, 0x00),
        ],
    };

    /// The dark theme.
    pub const DARK: Palette = Palette {
        ground: Colour(0x0e, 0x14, 0x1b),
        panel: Colour(0x18, 0x21, 0x2b),
        ink: Colour(0xe8, 0xed, 0xf2),
        ink2: Colour(0xa7, 0xb4, 0xc0),
        line: Colour(0x6f, 0x7e, 0x8c),
        hair: Colour(0x2a, 0x35, 0x41),
        leader: Colour(0xb7, 0xcc, 0xff),
        candidate: Colour(0x04, 0x90, 0xdb),
        healthy: Colour(0x5a, 0xeb, 0xb8),
        degraded: Colour(0xf2, 0xb9, 0x2e),
        failed: Colour(0xed, 0x56, 0x32),
        unreachable: Colour(0xb7, 0x78, 0x8e),
        loads: [
            Colour(0x8f, 0x68, 0x14),
            Colour(0xb7, 0x85, 0x19),
            Colour(0xf2, 0xb9, 0x2e),
            Colour(0xff, 0xed, 0xb8),
        ],
    };

    /// The colour of a role.
    pub fn of(&self, role: Role) -> Colour {
        match glyph::property(role) {
            "--leader" => self.leader,
            "--candidate" => self.candidate,
            "--healthy" => self.healthy,
            "--degraded" => self.degraded,
            "--unreachable" => self.unreachable,
            "--failed" => self.failed,
            "--line" => self.line,
            "--ink2" => self.ink2,
            "--load-0" => self.loads[0],
            "--load-1" => self.loads[1],
            "--load-2" => self.loads[2],
            "--load-3" => self.loads[3],
            _ => self.ink,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = include_str!("../../../static/style.css");

    /// What a rule of the sheet gives a name.
    fn value(rule: &str, name: &str) -> String {
        let block = SHEET.split(&format!("{rule} {{")).nth(1).unwrap().split('}').next().unwrap();
        let value = block.split(&format!("--{name}:")).nth(1).unwrap();
        value.split(';').next().unwrap().trim().to_owned()
    }

    #[test]
    fn the_colours_are_those_of_the_style_sheet_in_both_themes() {
        for (theme, palette) in [("light", &Palette::LIGHT), ("dark", &Palette::DARK)] {
            let Palette { ground, panel, ink, ink2, line, hair, .. } = palette;
            let Palette { leader, candidate, healthy, degraded, failed, unreachable, .. } = palette;
            let [least, less, more, most] = &palette.loads;
            for (name, colour) in [
                ("ground", ground),
                ("panel", panel),
                ("ink", ink),
                ("ink2", ink2),
                ("line", line),
                ("hair", hair),
                ("leader", leader),
                ("candidate", candidate),
                ("healthy", healthy),
                ("degraded", degraded),
                ("failed", failed),
                ("unreachable", unreachable),
                ("load-0", least),
                ("load-1", less),
                ("load-2", more),
                ("load-3", most),
            ] {
                let rule = format!("[data-theme=\"{theme}\"]");
                assert_eq!(colour.to_string(), value(&rule, name), "{theme}: {name}");
            }
        }
    }

    #[test]
    fn each_role_has_the_colour_that_the_style_sheet_gives_it() {
        let series = (0..6).map(Role::Series).chain((0..2).map(Role::Muted));
        let roles = [Role::Plain, Role::Idle, Role::Leader, Role::Candidate, Role::Healthy, Role::Degraded];
        let ramp = (0..LOADS).map(Role::Load);
        for role in roles.into_iter().chain([Role::Failed, Role::Unreachable]).chain(series).chain(ramp) {
            let named = value(&format!("\n.{}", glyph::class(role)), "c");
            assert_eq!(named, format!("var({})", glyph::property(role)), "{role:?}");
            let expected = value("[data-theme=\"light\"]", glyph::property(role).trim_start_matches('-'));
            assert_eq!(Palette::LIGHT.of(role).to_string(), expected, "{role:?}");
        }
    }

    #[test]
    fn a_tint_lies_between_the_colour_and_its_ground() {
        let (black, white) = (Colour(0, 0, 0), Colour(255, 255, 255));
        assert_eq!(black.on(white, 14), Colour(219, 219, 219));
        assert_eq!((black.on(white, 0), black.on(white, 100)), (white, black));
    }
}
