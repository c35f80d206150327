//! What a picture that leaves the page promises.

use super::*;
use crate::scene::Size;

fn node(label: &str) -> Item {
    Item::new("n1", Role::Leader, Shape::Node { x: 50.0, y: 60.0, r: 30.0, sub: "term 2".to_owned() })
        .labelled(label)
        .described("n1, leader")
}

fn message(n: usize) -> Item {
    let shape = Shape::Message {
        from: (0.0, 0.0),
        to: (100.0, 0.0),
        sent: 0,
        arrives: 100,
        lost: None,
        faint: false,
    };
    Item::new(format!("m{n}"), Role::Healthy, shape).labelled("ack")
}

fn picture(items: Vec<Item>) -> String {
    let scene = Scene { items, summary: "One leads. All agree.".to_owned() };
    svg(&scene, (200.0, 100.0), 50, false)
}

#[test]
fn the_document_stands_alone_and_tells_the_summary_to_people_who_listen() {
    let document = picture(vec![node("n1")]);
    for part in [
        r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" width="200.0" height="100.0""#,
        "<title>One leads.</title><desc>One leads. All agree.</desc>",
        "<title>n1, leader</title>",
        "fill=\"#ffffff\"",
    ] {
        assert!(document.contains(part), "no {part} in {document}");
    }
    for foreign in ["var(", "url(", "href", "<style", "color-mix"] {
        assert!(!document.contains(foreign), "{foreign} in {document}");
    }
}

#[test]
fn a_hostile_label_is_only_text_whatever_kind_of_thing_bears_it() {
    const HOSTILE: &str = "</text><script>alert(1)</script>\" onload='x' \u{0}&";
    let cell = Shape::Cell { x: 0.0, y: 0.0, w: 20.0, h: 10.0, solid: true };
    let text = Item::text("t", (1.0, 2.0), Size::Large, Anchor::End, HOSTILE);
    let mut items = vec![node(HOSTILE), Item::new("c", Role::Plain, cell).labelled(HOSTILE), text];
    items.push(message(1).labelled(HOSTILE));
    items.push(node("n").described(HOSTILE));
    items.push(Item { id: HOSTILE.to_owned(), ..node("n") });
    let mut scene = Scene { items, summary: HOSTILE.to_owned() };
    if let Shape::Node { sub, .. } = &mut scene.items[0].shape {
        *sub = HOSTILE.to_owned();
    }
    let document = svg(&scene, (1_200.0, 400.0), 50, true);
    assert!(!document.contains("<script") && !document.contains('\u{0}'), "{document}");
    let kept = "&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; \u{fffd}&amp;";
    assert_eq!(document.matches(kept).count(), 9, "{document}");
}

#[test]
fn a_message_is_drawn_at_the_part_of_its_flight_and_a_lost_one_where_it_was_lost_is_a_cross() {
    assert!(picture(vec![message(1)]).contains("<polygon points=\"45.0,-5.0 "), "half way, a square");
    let mut lost = message(1);
    if let Shape::Message { lost, .. } = &mut lost.shape {
        *lost = Some(50);
    }
    let document = picture(vec![lost]);
    assert!(!document.contains("<polygon") && document.contains("stroke-width=\"2.5\""), "{document}");
}

#[test]
fn words_of_a_message_at_the_right_edge_stand_on_its_left() {
    let mut item = message(1).labelled("a long word");
    if let Shape::Message { to, .. } = &mut item.shape {
        *to = (380.0, 100.0);
    }
    let document = picture(vec![item]);
    assert!(document.contains("x=\"107.4\" y=\"42.0\" text-anchor=\"start\""), "{document}");
}

#[test]
fn of_many_messages_each_way_is_one_line_with_their_number() {
    let document = picture((0..61).map(message).collect());
    assert_eq!(document.matches("<line").count(), 1, "{document}");
    assert!(document.contains(">61</text>"), "{document}");
    assert_eq!(picture((0..60).map(message).collect()).matches("class=\"message\"").count(), 60);
}

#[test]
fn what_is_left_of_a_timer_is_a_pie_from_the_top() {
    let dial = |due| Item::new("d", Role::Plain, Shape::Dial { x: 50.0, y: 50.0, r: 20.0, set: 0, due });
    assert!(
        picture(vec![dial(100)]).contains("M50.00 30.00A20 20 0 0 1 50.00 70.00L50.00 50.00"),
        "half is left"
    );
    assert!(
        picture(vec![dial(10)]).contains("M50.00 30.00A20 20 0 0 1 50.00 30.00L50.00 50.00"),
        "it has run out"
    );
}

#[test]
fn a_place_that_is_no_number_leaves_the_document_whole() {
    let dot = Item::new("d", Role::Plain, Shape::Dot { x: f32::NAN, y: f32::INFINITY, r: 4.0 });
    assert!(picture(vec![dot]).contains("<circle cx=\"0\" cy=\"0\" r=\"4.0\""));
}
