//! Places and rectangles on the stage, in stage units.

/// A place on the stage: from the left, from the top.
pub type Place = (f32, f32);

/// A rectangle on the stage: its upper left corner, width and height.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // Said above.
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

impl Area {
    /// The rectangle with this corner at the top left, width and height.
    pub const fn new(x: f32, y: f32, w: f32, h: f32) -> Area {
        Area { x, y, w, h }
    }

    /// The middle.
    pub fn centre(self) -> Place {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// What is left when a strip of this height is taken from the top.
    pub fn below(self, height: f32) -> Area {
        Area { y: self.y + height, h: (self.h - height).max(1.0), ..self }
    }

    /// What is left when a strip of this height is taken from the bottom.
    pub fn above(self, height: f32) -> Area {
        Area { h: (self.h - height).max(1.0), ..self }
    }

    /// The corners, the first once more at the end.
    pub fn outline(self) -> Vec<Place> {
        let Area { x, y, w, h } = self;
        vec![(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
    }

    /// Slanting lines so far apart that fill it.
    pub fn hatch(self, gap: f32) -> Vec<Vec<Place>> {
        let Area { x, y, w, h } = self;
        let count = ((w + h) / gap.max(1.0)) as usize;
        let line = |number: usize| {
            let far = number as f32 * gap;
            let (right, down) = (far.min(w), far.min(h));
            vec![(x + right, y + far - right), (x + far - down, y + down)]
        };
        (1..=count).map(line).collect()
    }

    /// Whether the two have a place in common.
    pub fn meets(self, other: Area) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// How far two places are apart.
pub fn distance((ax, ay): Place, (bx, by): Place) -> f32 {
    ((ax - bx) * (ax - bx) + (ay - by) * (ay - by)).sqrt()
}

/// The place that is `far` from one place on the straight way to another, at most half of it.
pub fn towards((ax, ay): Place, (bx, by): Place, far: f32) -> Place {
    let (dx, dy) = (bx - ax, by - ay);
    let part = far / (dx * dx + dy * dy).sqrt().max(far * 2.0);
    (ax + dx * part, ay + dy * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_that_only_touch_do_not_meet() {
        let area = Area::new(10.0, 10.0, 20.0, 10.0);
        let meets = |x, y| area.meets(Area::new(x, y, 5.0, 5.0));
        assert!(meets(12.0, 12.0) && meets(6.0, 6.0) && meets(29.0, 19.0));
        assert!(!meets(5.0, 12.0) && !meets(30.0, 12.0) && !meets(12.0, 5.0) && !meets(12.0, 20.0));
    }

    #[test]
    fn towards_a_place_that_is_near_goes_half_the_way() {
        assert_eq!(towards((0.0, 0.0), (10.0, 0.0), 3.0), (3.0, 0.0));
        assert_eq!(towards((0.0, 0.0), (4.0, 0.0), 3.0), (2.0, 0.0));
    }
}
