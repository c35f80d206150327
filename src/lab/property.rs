//! What must hold: named claims about a world, judged from outside the algorithm after every event.

use super::check::Finding;
use crate::process::{SimDuration, SimTime, words};

/// What a property promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// It holds at every moment: safety.
    Always,
    /// It holds at some moment: without it, an `Always` may hold only because nothing happened.
    Sometimes,
    /// Whenever it does not hold, it holds again within this time, unless it is excused: liveness.
    EventuallyBy(SimDuration),
}

/// How a world stands to a property at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It holds.
    Holds,
    /// It does not hold.
    Fails,
    /// It need not hold now: too many machines are down, or nothing has put it to the test.
    Excused,
}

impl Judgement {
    /// It holds, or it fails.
    pub const fn of(holds: bool) -> Judgement {
        if holds { Judgement::Holds } else { Judgement::Fails }
    }
}

/// One claim about a world.
pub struct Property<W: 'static> {
    /// Its name in the literature.
    pub name: &'static str,
    /// The claim in plain words.
    pub claim: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// What it promises.
    pub promise: Promise,
    judged: Judged<W>,
}

/// How a property is judged.
enum Judged<W: 'static> {
    /// By a look at the world after every event, so it must be quick; the second says who is at fault.
    Look(fn(&W) -> Judgement, fn(&W) -> String),
    /// By someone who looks on and keeps a [`super::Check`].
    Check(fn(&W) -> Finding<'_>),
}

impl<W> Property<W> {
    /// A claim that holds at every moment, judged by a look at the world after every event; `explain` says which nodes
    /// and entries are at fault.
    pub const fn always(
        name: &'static str,
        claim: &'static str,
        source: &'static str,
        judge: fn(&W) -> Judgement,
        explain: fn(&W) -> String,
    ) -> Property<W> {
        Property { name, claim, source, promise: Promise::Always, judged: Judged::Look(judge, explain) }
    }

    /// A claim that holds at every moment, put to the test by someone who looks on: as long as nothing has tested it, it
    /// is excused.
    pub const fn checked(
        name: &'static str,
        claim: &'static str,
        source: &'static str,
        finding: fn(&W) -> Finding<'_>,
    ) -> Property<W> {
        Property { name, claim, source, promise: Promise::Always, judged: Judged::Check(finding) }
    }

    /// A claim that holds at some moment; while it does not, there is nothing to explain.
    pub const fn sometimes(
        name: &'static str,
        claim: &'static str,
        source: &'static str,
        judge: fn(&W) -> Judgement,
    ) -> Property<W> {
        let judged = Judged::Look(judge, |_| String::new());
        Property { name, claim, source, promise: Promise::Sometimes, judged }
    }

    /// A claim that, whenever it does not hold, holds again within a time, unless it is excused.
    pub const fn eventually(
        within: SimDuration,
        name: &'static str,
        claim: &'static str,
        source: &'static str,
        judge: fn(&W) -> Judgement,
        explain: fn(&W) -> String,
    ) -> Property<W> {
        let promise = Promise::EventuallyBy(within);
        Property { name, claim, source, promise, judged: Judged::Look(judge, explain) }
    }

    /// How a world stands to it now.
    #[inline]
    pub fn judge(&self, world: &W) -> Judgement {
        match self.judged {
            Judged::Look(judge, _) => judge(world),
            Judged::Check(finding) => match finding(world) {
                Finding { flaw: Some(_), .. } => Judgement::Fails,
                Finding { tested: 0, .. } => Judgement::Excused,
                _ => Judgement::Holds,
            },
        }
    }

    /// Which nodes and entries are at fault; asked when it fails.
    pub fn explain(&self, world: &W) -> String {
        match self.judged {
            Judged::Look(_, explain) => explain(world),
            Judged::Check(finding) => finding(world).flaw.unwrap_or_default().into(),
        }
    }
}

/// The places of a lab's properties in its list, by how they are judged.
pub(super) struct Places {
    /// Those that promise [`Promise::Always`].
    pub safety: Vec<usize>,
    /// Those that hold at some moment.
    pub sometimes: Vec<usize>,
    /// Those that have until a time.
    pub waiting: Vec<usize>,
}

impl Places {
    pub fn of<W>(properties: &[Property<W>]) -> Places {
        let places = |which: fn(Promise) -> bool| {
            let all = properties.iter().enumerate();
            all.filter(|(_, property)| which(property.promise)).map(|(place, _)| place).collect()
        };
        Places {
            safety: places(|promise| promise == Promise::Always),
            sometimes: places(|promise| promise == Promise::Sometimes),
            waiting: places(|promise| matches!(promise, Promise::EventuallyBy(_))),
        }
    }
}

/// How a property has fared up to a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Record {
    /// When it began to fail, if it fails now.
    pub failing: Option<SimTime>,
    /// When the promise was first broken, and why.
    pub broken: Option<(SimTime, String)>,
    /// When it first held, unless it is to hold always.
    pub held: Option<SimTime>,
    /// How often a look found that it held or failed.
    pub looks: u64,
}

/// How a property stands at the moment shown.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Its name.
    pub name: &'static str,
    /// The claim in plain words.
    pub claim: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// What it promises.
    pub promise: Promise,
    /// Whether the promise is kept so far. A `Sometimes` that has not happened yet is not broken, and not kept.
    pub kept: bool,
    /// Whether the promise is broken for good.
    pub broken: bool,
    /// How often it was put to the test: not when it was excused.
    pub tested: u64,
    /// When it first held, if it has held at any moment and is not to hold always.
    pub held: Option<SimTime>,
    /// Since when it is broken, fails or holds, as `text` says; of a `Sometimes`, when it first held.
    pub since: Option<SimTime>,
    /// What there is to say: who is at fault, for how long it fails, when it happened.
    pub text: String,
}

impl Verdict {
    /// Whether it has never held and is still within the time that it has for that: nothing is wrong yet.
    pub fn is_waiting(&self) -> bool {
        let within = matches!(self.promise, Promise::EventuallyBy(_));
        within && self.held.is_none() && !self.kept && !self.broken
    }

    /// Whether it is kept only because nothing has put it to the test.
    pub fn is_untested(&self) -> bool {
        self.tested == 0 && self.promise != Promise::Sometimes
    }
}

impl Record {
    /// Takes note of a judgement at `now`.
    pub fn note<W>(&mut self, property: &Property<W>, world: &W, now: SimTime) {
        if property.promise == Promise::Sometimes && self.held.is_some() {
            return;
        }
        let judgement = property.judge(world);
        self.looks += u64::from(judgement != Judgement::Excused);
        match judgement {
            Judgement::Holds => {
                self.failing = None;
                if self.held.is_none() && property.promise != Promise::Always {
                    self.held = Some(now);
                }
            }
            Judgement::Excused => self.failing = None,
            Judgement::Fails => {
                self.failing = self.failing.or(Some(now));
                if property.promise == Promise::Always && self.broken.is_none() {
                    self.broken = Some((now, property.explain(world)));
                }
            }
        }
    }

    /// Takes note that time has passed until just before `now` without an event.
    pub fn wait<W>(&mut self, property: &Property<W>, world: &W, now: SimTime) {
        let (Promise::EventuallyBy(limit), Some(since), None) =
            (property.promise, self.failing, &self.broken)
        else {
            return;
        };
        if since + limit < now {
            self.broken = Some((since + limit, property.explain(world)));
        }
    }

    /// How the property stands at `now`.
    pub fn verdict<W>(&self, property: &Property<W>, world: &W, now: SimTime) -> Verdict {
        let Property { name, claim, source, promise, ref judged } = *property;
        let tested = match judged {
            Judged::Look(..) => self.looks,
            Judged::Check(finding) => finding(world).tested,
        };
        let text = self.text(promise, now, &|| property.explain(world));
        let (kept, broken) = (self.is_kept(promise), self.broken.is_some());
        let (held, since) = (self.held, self.since(promise));
        Verdict { name, claim, source, promise, kept, broken, tested, held, since, text }
    }

    fn since(&self, promise: Promise) -> Option<SimTime> {
        match promise {
            Promise::Sometimes => self.held,
            _ => self.broken.as_ref().map(|(at, _)| *at).or(self.failing).or(self.held),
        }
    }

    fn is_kept(&self, promise: Promise) -> bool {
        match promise {
            Promise::Always => self.broken.is_none(),
            Promise::Sometimes => self.held.is_some(),
            Promise::EventuallyBy(_) => self.broken.is_none() && self.failing.is_none(),
        }
    }

    /// What there is to say; `explain` says who is at fault now.
    fn text(&self, promise: Promise, now: SimTime, explain: &dyn Fn() -> String) -> String {
        match (&self.broken, self.failing, promise) {
            (Some((_, text)), ..) => text.clone(),
            (None, _, Promise::Sometimes) => String::new(),
            (None, Some(from), Promise::EventuallyBy(limit)) if self.held.is_none() => {
                format!("not yet{}; it has {}", lasting(now.since(from), ", for", ""), words::length(limit))
            }
            (None, Some(from), _) => {
                format!("not{}: {}", lasting(now.since(from), " for", " now"), explain())
            }
            (None, None, _) => String::new(),
        }
    }
}

/// How long something lasts, after a word; if that is no time to speak of, another.
fn lasting(length: SimDuration, word: &str, none: &str) -> String {
    if length.0 < 1_000 { none.into() } else { format!("{word} {}", words::length(length)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Check;

    const SOON: Property<bool> = Property::eventually(
        SimDuration::from_ms(2_000),
        "Soon",
        "It is true before long.",
        "this test",
        |world| Judgement::of(*world),
        |_| "it is false".into(),
    );

    const CHECKED: Property<Check> =
        Property::checked("Checked", "It is tested.", "this test", Check::finding);

    fn at(ms: u64) -> SimTime {
        SimTime::from_ms(ms)
    }

    #[test]
    fn what_has_never_held_is_waiting_until_its_time_is_over() {
        let mut record = Record::default();
        record.note(&SOON, &false, at(0));
        let verdict = record.verdict(&SOON, &false, at(40));
        assert_eq!(verdict.text, "not yet, for 40 ms; it has 2 s");
        assert!(verdict.is_waiting() && !verdict.kept && !verdict.broken);
        record.wait(&SOON, &false, at(2_001));
        let verdict = record.verdict(&SOON, &false, at(2_001));
        assert!(!verdict.is_waiting() && verdict.broken);
        assert_eq!(verdict.text, "it is false");
    }

    #[test]
    fn what_has_held_and_fails_again_is_failing_not_waiting() {
        let mut record = Record::default();
        for (ms, holds) in [(0, false), (100, true), (300, false)] {
            record.note(&SOON, &holds, at(ms));
        }
        let verdict = record.verdict(&SOON, &false, at(340));
        assert!(!verdict.is_waiting() && !verdict.kept);
        assert_eq!(verdict.text, "not for 40 ms: it is false");
        assert_eq!(record.verdict(&SOON, &false, at(300)).text, "not now: it is false");
        record.note(&SOON, &true, at(350));
        assert!(!record.verdict(&SOON, &true, at(360)).is_waiting(), "it holds");
    }
    #[test]
    fn what_nothing_has_tested_is_excused_and_says_so() {
        let (mut record, mut check) = (Record::default(), Check::default());
        record.note(&CHECKED, &check, at(0));
        let verdict = record.verdict(&CHECKED, &check, at(0));
        assert!(verdict.is_untested() && verdict.kept && verdict.tested == 0 && verdict.held.is_none());
        check.test(true, String::new);
        record.note(&CHECKED, &check, at(1));
        let verdict = record.verdict(&CHECKED, &check, at(1));
        assert!(!verdict.is_untested() && verdict.kept && verdict.tested == 1);
        check.test(false, || "seen".into());
        record.note(&CHECKED, &check, at(2));
        let verdict = record.verdict(&CHECKED, &check, at(3));
        assert_eq!((verdict.broken, verdict.since, verdict.text.as_str()), (true, Some(at(2)), "seen"));
    }

    #[test]
    fn a_look_counts_as_a_test_unless_it_is_excused() {
        const LOOKED: Property<Judgement> =
            Property::always("Looked", "It is looked at.", "this test", |world| *world, |_| String::new());
        let mut record = Record::default();
        for judgement in [Judgement::Excused, Judgement::Holds, Judgement::Excused, Judgement::Fails] {
            record.note(&LOOKED, &judgement, at(0));
        }
        assert_eq!(record.verdict(&LOOKED, &Judgement::Holds, at(0)).tested, 2);
    }
}
