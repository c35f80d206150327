//! Whom the faults hit that are aimed at a role.

use crate::sim::{Fault, Input, TimedInput};

/// What became of each input that is aimed at a role, in the order of their numbers.
#[derive(Default)]
pub struct Roles {
    hits: Vec<Hit>,
}

/// A fault that was aimed at a role.
struct Hit {
    /// The input's number.
    number: usize,
    /// The fault that it was; none if nobody had the role.
    fault: Option<Fault>,
    /// What happened, without its full stop.
    sentence: String,
    /// The input that ends it, if one does.
    ending: Option<Input>,
    /// The number of the input that did.
    ended_by: Option<usize>,
}

impl Roles {
    /// The input with this number as it is now. What ends a fault on a role is for the node that was hit, the first
    /// hit first: its role has passed to another one by then.
    ///
    /// # Errors
    /// A sentence that says which role nobody has.
    pub fn find(
        &mut self,
        inputs: &[TimedInput],
        number: usize,
        id_of: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Input, String> {
        let input = &inputs[number].input;
        let Input::Aimed(aimed) = input else { return Ok(input.clone()) };
        if let Some(known) = self.hit(number) {
            return known.fault.clone().map(Input::Fault).ok_or_else(|| known.sentence.clone());
        }
        let open = |hit: &&mut Hit| hit.ended_by.is_none() && hit.ending.as_ref() == Some(input);
        let place = self.place(number);
        let hit = self.hits[..place].iter_mut().find(open);
        let ends = hit.and_then(|hit| {
            hit.ended_by = Some(number);
            hit.fault.as_ref().and_then(Fault::ending)
        });
        let found = match ends {
            Some(fault) => Ok((fault.sentence(), fault)),
            None => aimed.at(id_of).map(|fault| (aimed.sentence_of(&fault), fault)).map_err(nobody),
        };
        let (sentence, fault) = match &found {
            Ok((sentence, fault)) => (sentence.clone(), Some(fault.clone())),
            Err(why) => (why.clone(), None),
        };
        let ending = fault.as_ref().and_then(|_| input.ending());
        self.hits.insert(place, Hit { number, fault, sentence, ending, ended_by: None });
        found.map(|(_, fault)| Input::Fault(fault))
    }

    /// Where the input with this number is, or belongs.
    fn place(&self, number: usize) -> usize {
        self.hits.partition_point(|hit| hit.number < number)
    }

    fn hit(&self, number: usize) -> Option<&Hit> {
        self.hits.get(self.place(number)).filter(|hit| hit.number == number)
    }

    /// What the input with this number did to whom, if it was meant for a role.
    pub fn sentence(&self, number: usize) -> Option<String> {
        self.hit(number).map(|hit| hit.sentence.clone())
    }

    /// The inputs, each that hit a role as the fault that it was.
    pub fn done(&self, inputs: &[TimedInput]) -> Vec<TimedInput> {
        let fault = |number| self.hit(number)?.fault.clone().map(Input::Fault);
        let done = |(number, input): (usize, &TimedInput)| match fault(number) {
            Some(fault) => TimedInput { at: input.at, input: fault },
            None => input.clone(),
        };
        inputs.iter().enumerate().map(done).collect()
    }

    /// Forgets what the inputs from this number on did.
    pub fn forget_from(&mut self, number: usize) {
        self.hits.truncate(self.place(number));
        for hit in &mut self.hits {
            hit.ended_by = hit.ended_by.filter(|by| *by < number);
        }
    }
}

/// Why a fault on a role hits nothing.
pub fn nobody(role: &str) -> String {
    format!("there is no {role} right now")
}

#[cfg(test)]
mod tests {
    use crate::lab::trial::TRIAL;
    use crate::lab::{Run, Script};
    use crate::process::SimTime;

    fn run(inputs: &str) -> Box<dyn Run> {
        let script = Script::parse(&format!("trial\n{inputs}\nuntil 3s")).expect("a script");
        let mut run = (TRIAL.open)(&script.scenario);
        run.seek(script.until);
        run
    }

    fn told(run: &dyn Run) -> Vec<String> {
        let events = run.events(0, usize::MAX).into_iter();
        events.filter(|event| event.kind == "input").map(|event| event.text).collect()
    }

    const LEADERS: &str =
        "at 1s crash leader\nat 1.2s crash leader\nat 2s restart leader\nat 2.2s restart leader";

    #[test]
    fn a_fault_hits_whoever_has_the_role_then_and_ends_for_whom_it_hit() {
        let run = run(LEADERS);
        let [first, second, ..] = &told(&*run)[..] else { panic!("two crashes") };
        let name = |sentence: &str| sentence.split(' ').next().map(str::to_string).expect("a name");
        assert_eq!(*first, format!("{} (leader) crashes", name(first)));
        assert_ne!(name(first), name(second), "another one leads by then");
        let again = |sentence: &str| format!("{} restarts", name(sentence));
        assert_eq!(told(&*run)[2..], [again(first), again(second)]);
        assert_eq!(run.warnings(), [""; 0]);
        let done: Vec<String> = run.done().iter().map(|done| done.input.to_string()).collect();
        assert_eq!(done[2..], [format!("restart {}", name(first)), format!("restart {}", name(second))]);
    }

    #[test]
    fn it_is_the_same_run_after_going_back_and_the_scenario_keeps_the_role() {
        let (mut there, straight) = (run(LEADERS), run(LEADERS));
        for ms in [500, 2_100, 1_100, 3_000] {
            there.seek(SimTime::from_ms(ms));
        }
        assert_eq!(there.digest(), straight.digest());
        assert_eq!(told(&*there), told(&*straight));
        assert!(there.scenario().to_string().contains("at 2s restart leader"));
    }

    #[test]
    fn on_another_branch_others_may_be_hit() {
        let mut run = run(LEADERS);
        let before = told(&*run);
        run.seek(SimTime::from_ms(900));
        let leader = run.resolve("leader").expect("a leader");
        run.act(crate::sim::Input::parse(&format!("crash {leader}")).expect("a fault")).expect("done");
        run.plan(SimTime::from_ms(1_000), crate::sim::Input::parse("crash leader").expect("a fault"))
            .expect("planned");
        run.seek(SimTime::from_ms(1_500));
        assert_ne!(told(&*run)[1], before[0]);
    }

    #[test]
    fn a_role_that_nobody_has_hits_nothing_and_is_a_warning() {
        let run = run("at 1s crash dictator");
        assert_eq!(told(&*run), [] as [&str; 0], "the run is the one without it");
        assert_eq!(run.warnings(), ["at 1s, crash dictator: there is no dictator right now"]);
    }
}
