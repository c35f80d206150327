//! A million hostile inputs: settings, fragments and messages, made from good ones by damage. None may panic, and what
//! is understood of them must read back as it is written.

mod support;

use faultyard::embed::{Message, parse, parse_page};
use faultyard::link::{Saved, Settings, fragment};
use faultyard::process::Seed;
use serde_json::Value;
use support::damage::damaged;

const SETTINGS: u64 = 500_000;
const FRAGMENTS: u64 = 300_000;
const MESSAGES: u64 = 200_000;

const QUERIES: &[&str] = &[
    "preset=leader-loss&seed=7&t=12.5s&end=mark:a&autoplay=1&speed=0.25&loop=1&pauseat=faults",
    "p.n=5&p.loss=12.5&faults=crash:n2@5s..9s;cut:n1%3En3@8s;part:n1,n2|n3,n4,n5@8s..12s;loss:0.1@0s..",
    "ui=compact&show=log,plots&hide=seed&lock=n,loss&view=split&theme=dark&motion=reduced&lang=pt-BR",
    "projector=1&teacher=1&predict=q1&ctl=1&fit=content&api=0&origin=https://example.org:8080&id=demo+1&v=1",
];
const STATES: &[&str] = &[
    r#"{"lab":"raft","params":{"n":"5","loss":"10"},"seed":42,"inputs":[["400ms","crash n1"],["2s","set loss=10"]],"t":"12.5s","event":134,"speed":0.5,"item":"n1>n2","view":"split"}"#,
    r#"{"faultyard":1,"lab":"hashing","seed":"18446744073709551615","inputs":[["1s","partition n1,n2|n3"],["3s","do lookup apple"]]}"#,
];
const COMMANDS: &[&str] = &[
    r#"{"ctx":"faultyard","v":1,"id":"a","kind":"cmd","name":"inject","rid":7,"data":{"fault":"crash","target":"n1","for":2.5}}"#,
    r#"{"ctx":"faultyard","v":1,"kind":"cmd","name":"load","rid":"x","data":{"preset":"a","params":{"n":5},"seed":"7","faults":"crash:n2@5s..9s","state":"1.AA"}}"#,
    r#"{"ctx":"faultyard","v":1,"kind":"cmd","name":"seek","data":{"t":"1:02","event":3,"mark":"in.1"}}"#,
    r#"{"ctx":"faultyard","v":1,"kind":"cmd","name":"subscribe","data":{"events":["play","mark"],"everyMs":500}}"#,
    r#"{"ctx":"faultyard","v":1,"kind":"cmd","name":"search","data":{"property":"x","rules":["crash"],"budget":10}}"#,
    r#"{"ctx":"faultyard","v":1,"kind":"cmd","name":"trace","data":{"from":1,"to":2,"kinds":["a"],"limit":5}}"#,
];
#[test]
fn half_a_million_damaged_queries_are_read_and_written_back() {
    let mut random = Seed(1).stream("queries", 0);
    let (mut warned, mut written_back) = (0, 0);
    for _ in 0..SETTINGS {
        let query = damaged(&mut random, QUERIES);
        let (settings, warnings) = Settings::parse(&query);
        warned += u64::from(!warnings.is_empty());
        assert!(warnings.iter().all(|warning| warning.len() < 1_000 && !warning.contains('\n')), "{query:?}");
        if let Ok(written) = settings.query() {
            assert_eq!(Settings::parse(&written), (settings, Vec::new()), "{query:?} became {written:?}");
            written_back += 1;
        }
    }
    assert!(written_back > SETTINGS / 2, "only {written_back} were written back");
    assert!(warned > SETTINGS / 4, "the damage is too small to try anything: {warned}");
}

#[test]
fn three_hundred_thousand_damaged_states_are_read_or_refused_with_a_sentence() {
    let mut random = Seed(2).stream("states", 0);
    let good: Vec<String> = STATES
        .iter()
        .map(|state| fragment::encode(&Saved::parse(state).expect("a good state").0).expect("it fits"))
        .collect();
    let good: Vec<&str> = good.iter().map(String::as_str).collect();
    let (mut read, mut refused) = (0_u64, 0_u64);
    for n in 0..FRAGMENTS {
        let found = match n % 2 {
            0 => Saved::parse(&damaged(&mut random, STATES)).map(Some),
            _ => fragment::decode(&damaged(&mut random, &good)),
        };
        match found {
            Ok(Some((saved, _))) => {
                let again = fragment::unpack(&fragment::pack(&saved)).map(|(again, _)| again);
                assert_eq!(again, Ok(saved));
                read += 1;
            }
            Ok(None) => {}
            Err(why) => {
                assert!(why.len() > 5 && why.len() < 1_000, "{why}");
                refused += 1;
            }
        }
    }
    assert!(read > 10_000 && refused > 10_000, "{read} read, {refused} refused");
}

#[test]
fn two_hundred_thousand_damaged_messages_are_ignored_answered_or_understood() {
    let mut random = Seed(3).stream("messages", 0);
    let (mut understood, mut wrong) = (0_u64, 0_u64);
    for _ in 0..MESSAGES {
        let text = damaged(&mut random, COMMANDS);
        let Some((message, state)) = Message::read(&Value::from(text)) else { continue };
        let _ = message.answer(state.map(|()| Value::Null)).value();
        let page = parse_page(&message.name, &message.data);
        let result = page.and_then(|found| {
            found.map_or_else(|| parse(&message.name, &message.data).map(drop), |_| Ok(()))
        });
        match result {
            Ok(()) => understood += 1,
            Err(error) => {
                assert!(error.message.chars().count() <= 200, "{}", error.message);
                wrong += 1;
            }
        }
    }
    assert!(understood > 10_000 && wrong > 3_000, "{understood} understood, {wrong} wrong");
}
