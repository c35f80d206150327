//! What is wrong with a graph, and what is doubtful about it: a sentence for each thing.

use super::plan::{Graph, MOST_SERVERS, MOST_SERVICES, MOST_STEPS};

/// Something doubtful: a graph with it runs, and hurts some day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// More work comes than its workers can do.
    NoCapacity,
    /// Retries that nothing limits.
    RetriesWithoutBudget,
    /// A call that waits for ever.
    NoTimeout,
    /// One server that everybody needs.
    SinglePoint,
}

impl Graph {
    /// What is wrong: such a graph cannot run. Empty if nothing is.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.services.is_empty() {
            faults.push("There is no service.".into());
        }
        if self.sources.is_empty() {
            faults.push("Nobody asks: a source is missing.".into());
        }
        if self.services.len() > MOST_SERVICES {
            faults.push(format!("There are {} services; {MOST_SERVICES} are the most.", self.services.len()));
        }
        if self.servers() > MOST_SERVERS {
            faults.push(format!("There are {} servers; {MOST_SERVERS} are the most.", self.servers()));
        }
        for service in &self.services {
            let calls = service.calls().count();
            if service.steps.len() > MOST_STEPS || calls > MOST_STEPS {
                faults.push(format!("{} has more than {MOST_STEPS} steps or calls.", service.name));
            }
        }
        faults.extend(self.cycle().map(|names| {
            format!("{} call each other in a circle: a request would never come back.", names.join(" and "))
        }));
        faults
    }

    /// The services of a cycle, in their order, if there is one.
    fn cycle(&self) -> Option<Vec<String>> {
        let mut left: Vec<u16> = (0..self.services.len() as u16).collect();
        // Who calls nobody that is left is not in a cycle; nor is who is called by nobody that is left.
        loop {
            let calls = |from: u16, to: &dyn Fn(u16) -> bool| {
                self.services[usize::from(from)].calls().any(|call| to(self.calls[usize::from(call)].to))
            };
            let is_left = |service: u16| left.contains(&service);
            let stays = |service: &u16| {
                calls(*service, &is_left) && left.iter().any(|other| calls(*other, &|to| to == *service))
            };
            let next: Vec<u16> = left.iter().copied().filter(|service| stays(service)).collect();
            if next.len() == left.len() {
                break;
            }
            left = next;
        }
        let name = |service: &u16| self.services[usize::from(*service)].name.clone();
        (!left.is_empty()).then(|| left.iter().map(name).collect())
    }

    /// Requests a second that each service is asked for where nobody fails and nobody tries again.
    pub fn demand(&self) -> Vec<f64> {
        let mut demand = vec![0.0; self.services.len()];
        let mut open: Vec<(u16, f64)> = self
            .sources
            .iter()
            .map(|source| (self.calls[usize::from(source.call)].to, source.rate))
            .collect();
        // A path is never longer than the graph, unless there is a cycle.
        for _ in 0..=self.services.len() {
            let mut next = vec![0.0; self.services.len()];
            for (service, rate) in open.drain(..) {
                demand[usize::from(service)] += rate;
                for call in self.services[usize::from(service)].calls() {
                    next[usize::from(self.calls[usize::from(call)].to)] += rate;
                }
            }
            open = (0..).zip(next).filter(|(_, rate)| *rate > 0.0).collect();
        }
        demand
    }

    /// What is doubtful about it, with a sentence for each.
    pub fn doubts(&self) -> Vec<(Doubt, String)> {
        let mut doubts = Vec::new();
        for (service, demand) in self.services.iter().zip(self.demand()) {
            let capacity = f64::from(service.workers) * f64::from(service.servers);
            let work = service.work_seconds() * demand;
            if work >= capacity {
                let told = format!(
                    "{} is asked for {work:.1} workers' work and has {capacity}: its queue grows without end.",
                    service.name
                );
                doubts.push((Doubt::NoCapacity, told));
            }
            if service.servers == 1 && demand > 0.0 {
                doubts.push((
                    Doubt::SinglePoint,
                    format!("{} is one server: if it fails, so does what needs it.", service.name),
                ));
            }
        }
        let callers = self.callers();
        for (call, caller) in self.calls.iter().zip(callers) {
            let to = &self.services[usize::from(call.to)].name;
            let from = caller.map_or("Who asks", |caller| &self.services[usize::from(caller)].name);
            if call.timeout.is_none() && caller.is_some() {
                doubts.push((Doubt::NoTimeout, format!("{from} waits for {to} for ever.")));
            }
            if call.retries > 0 && call.budget.is_none() {
                let told =
                    format!("{from} asks {to} up to {} times, and nothing limits that.", call.retries + 1);
                doubts.push((Doubt::RetriesWithoutBudget, told));
            }
        }
        doubts.sort_by_key(|(doubt, _)| *doubt);
        doubts
    }
}
