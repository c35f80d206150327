//! A toy lab of plain data: a shelf on which books are put. Nothing happens by itself.

use faultyard::lab::{
    Asks, Command, Entry, Field, Imported, Importer, Judgement, Lab, Measure, Meta, Params, Plotted,
    Property, Row,
};
use faultyard::process::{Seed, SimDuration, SimTime};
use faultyard::scene::{Item, Role, Scene, Shape, View};
use faultyard::sim::{Static, Structure};

pub const ENTRY: Entry = Entry::of::<ShelfLab>();

pub struct ShelfLab;

#[derive(Clone, Default)]
pub struct Settings {
    broken: i64,
}

impl Params for Settings {
    const TABLE: &'static [Row<Self>] = &[Row {
        field: Field::rule("broken", "Broken from the start").help("Two equal books.", "Toy"),
        get: |p| p.broken,
        set: |p, v| p.broken = v,
    }];
}

#[derive(Clone, Hash)]
pub struct Shelf(pub Vec<String>);

impl Structure for Shelf {
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.0.iter().map(|book| size_of::<String>() + book.capacity()).sum::<usize>()
    }
}

impl Shelf {
    fn put(&mut self, book: &str) -> Result<String, String> {
        if self.0.iter().any(|known| known == book) {
            return Err(format!("{book} is there"));
        }
        self.0.push(book.into());
        Ok(format!("{book} is put on the shelf"))
    }

    /// Puts every book there that is not: one that is twice in the list too.
    fn list(&mut self, list: &str) -> Result<String, String> {
        let books = list.split(',').filter(|book| !self.0.iter().any(|known| known == book));
        let books: Vec<String> = books.map(str::to_string).collect();
        let told = format!("{} books are put on the shelf", books.len());
        self.0.extend(books);
        Ok(told)
    }

    fn clear(&mut self) -> Result<String, String> {
        self.0.clear();
        Ok("the shelf is cleared".into())
    }
}

const COMMANDS: &[Command<Static<Shelf>>] = &[
    Command::new("clear", "Clear", Asks::Nothing, "Takes all books away.", |shelf, now, _, trace| {
        shelf.change(now, trace, Shelf::clear)
    }),
    Command::new("put", "Put", Asks::Text("atlas"), "Puts a book there.", |shelf, now, book, trace| {
        shelf.change(now, trace, |shelf| shelf.put(book))
    }),
    Command::new(
        "list",
        "Put a list",
        A_LIST,
        "Puts a book there for each line.",
        |shelf, now, list, trace| shelf.change(now, trace, |shelf| shelf.list(list)),
    ),
];

const A_LIST: Asks = Asks::File {
    accept: ".txt",
    importer: || Box::pin(async { Ok(Box::<List>::default() as Box<dyn Importer>) }),
};

/// Reads a list: a book each line, in letters.
#[derive(Default)]
struct List {
    rest: Vec<u8>,
    line: u64,
    taken: Imported,
}

impl List {
    fn line(&mut self, line: &[u8]) {
        self.line += 1;
        let books = &mut self.taken.argument;
        match std::str::from_utf8(line).map(str::trim) {
            Ok("") => {}
            Ok(book) if book.chars().all(char::is_alphabetic) => {
                books.push_str(if books.is_empty() { "" } else { "," });
                books.push_str(book);
            }
            _ => self.taken.notes.push(format!("Line {} is not a book.", self.line)),
        }
    }
}

impl Importer for List {
    fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\n' => {
                    let line = std::mem::take(&mut self.rest);
                    self.line(&line);
                }
                byte => self.rest.push(*byte),
            }
        }
    }

    fn finish(mut self: Box<Self>) -> Result<Imported, String> {
        self.feed(b"\n");
        if self.taken.argument.is_empty() { Err("there is no book in it".into()) } else { Ok(self.taken) }
    }
}

fn twice(shelf: &Static<Shelf>) -> Option<&String> {
    let books = &shelf.0.0;
    (0..books.len()).find(|i| books[..*i].contains(&books[*i])).map(|i| &books[i])
}

impl Lab for ShelfLab {
    const META: Meta = Meta {
        slug: "shelf",
        title: "Shelf",
        question: "Is each book there once?",
        chapter: "Tests",
        sources: &["Toy"],
        leaves_out: &["Dust."],
        speed: 1.0,
        length: SimDuration::from_ms(10_000),
        poster: SimTime::from_ms(1_000),
        sample: SimDuration::from_ms(250),
    };
    type Params = Settings;
    type World = Static<Shelf>;
    const PROPERTIES: &'static [Property<Self::World>] = &[
        Property::always(
            "Each book once",
            "No book is on the shelf twice.",
            "Toy",
            |shelf| Judgement::of(twice(shelf).is_none()),
            |shelf| format!("{:?} is there twice", twice(shelf)),
        ),
        Property::sometimes("Three books", "There are three books at some moment.", "Toy", |shelf| {
            Judgement::of(shelf.0.0.len() >= 3)
        }),
        Property::eventually(
            SimDuration::from_ms(1_000),
            "A book within a second",
            "An empty shelf gets a book within a second.",
            "Toy",
            |shelf| Judgement::of(!shelf.0.0.is_empty()),
            |_| "the shelf is empty".into(),
        ),
    ];
    const MEASURES: &'static [Measure<Static<Shelf>>] = &[Measure {
        key: "books",
        label: "Books",
        unit: "books",
        plotted: Plotted::Steps,
        sample: |shelf, _| shelf.0.0.len() as f64,
    }];
    const COMMANDS: &'static [Command<Static<Shelf>>] = COMMANDS;
    const LESSON: &'static str = "Books.\n\n## Three\n\nPut three.\n\n```scenario three\nshelf\nat 1s do put a\n\
        at 1s do put b\nat 2s do put c\nuntil 3s\nexpect sometimes \"Three books\"\nexpect books = 3\n```\n";

    fn build(params: &Settings, _: Seed) -> Static<Shelf> {
        Static(Shelf(if params.broken == 1 { vec!["a".into(), "a".into()] } else { Vec::new() }))
    }

    fn scene(shelf: &Static<Shelf>, view: View) -> Scene {
        let mut scene = Scene::new(format!("{} books.", shelf.0.0.len()));
        let w = view.width / (shelf.0.0.len() + 1) as f32;
        for (i, book) in shelf.0.0.iter().enumerate() {
            let shape = Shape::Cell { x: i as f32 * w, y: 10.0, w, h: 40.0, solid: true };
            scene.push(Item::new(format!("book/{i}"), Role::Healthy, shape).labelled(book).described(book));
        }
        scene
    }
}
