//! What a run tells, as files for other programs: CSV as RFC 4180 has it, and JSON.

use super::event_value;
use crate::lab::Run;
use serde_json::Value;

/// Every event up to the moment shown, as CSV with a heading.
pub fn trace_csv(run: &dyn Run) -> String {
    let heading = ["seq", "event", "t_s", "kind", "node", "peer", "cause", "text"].map(str::to_string);
    let node =
        |node: Option<crate::process::NodeId>| node.map_or(String::new(), |node| text(&node.to_string()));
    let rows = run.events(0, usize::MAX).into_iter().map(|event| {
        [
            event.id.to_string(),
            event.event.to_string(),
            event.at.seconds().to_string(),
            text(event.kind),
            node(event.node),
            node(event.peer),
            event.cause.map_or(String::new(), |cause| cause.to_string()),
            text(&event.text),
        ]
    });
    table(std::iter::once(heading).chain(rows))
}

/// Every event up to the moment shown, as the command `trace` gives them.
pub fn trace_json(run: &dyn Run) -> String {
    let events: Vec<Value> = run.events(0, usize::MAX).iter().map(event_value).collect();
    let lines: Vec<String> = events.iter().map(Value::to_string).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// Every measure up to the moment shown, a row a sample, as CSV with a heading: key and unit.
pub fn metrics_csv(run: &dyn Run) -> String {
    let (series, now) = (run.series(), run.position().now);
    let name =
        |key: &str, unit: &str| if unit.is_empty() { text(key) } else { text(&format!("{key} ({unit})")) };
    let heading = std::iter::once("t_s".to_string());
    let heading = heading.chain(series.iter().map(|series| name(series.key, series.unit))).collect();
    let every = series.iter().map(|series| series.every_us.max(1)).min().unwrap_or(1);
    let samples = series.iter().map(|series| series.values.len()).max().unwrap_or(0);
    let rows = (0..samples as u64).map(|place| place * every).take_while(|at| *at <= now.0).map(|at| {
        let time = std::iter::once(crate::process::SimTime(at).seconds().to_string());
        let value = |series: &crate::lab::Series| {
            let step = series.every_us.max(1);
            let value =
                series.values.get((at / step) as usize).filter(|value| at % step == 0 && value.is_finite());
            value.map_or(String::new(), f32::to_string)
        };
        time.chain(series.iter().map(value)).collect::<Vec<String>>()
    });
    table(std::iter::once(heading).chain(rows))
}

/// Lines of cells that are ready.
fn table<R: AsRef<[String]>>(rows: impl Iterator<Item = R>) -> String {
    rows.map(|row| row.as_ref().join(",") + "\r\n").collect()
}

/// A text as a cell. One that a spreadsheet would compute begins with an apostrophe, which makes it text there.
fn text(text: &str) -> String {
    let computed = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']);
    let text = format!("{}{text}", if computed { "'" } else { "" });
    let plain = !text.contains(['"', ',', '\r', '\n', ';']) && text.trim() == text;
    if plain { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Scenario;
    use crate::lab::trial::TRIAL;
    use crate::process::SimTime;
    use crate::sim::Input;

    fn run() -> Box<dyn Run> {
        let mut run = (TRIAL.open)(&Scenario::new("trial", 7));
        run.seek(SimTime::from_ms(500));
        run.act(Input::parse("do say =1+1").unwrap()).unwrap();
        run.seek(SimTime::from_ms(1_000));
        run
    }

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        for (given, cell) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"a\"", "\"say \"\"a\"\"\""),
            ("a\nb", "\"a\nb\""),
            ("=1+1", "'=1+1"),
            ("@x,y", "\"'@x,y\""),
            ("  -1", "'  -1"),
            ("\tx", "'\tx"),
            ("", ""),
        ] {
            assert_eq!(text(given), cell);
        }
    }

    #[test]
    fn the_trace_has_a_row_for_each_event_up_to_now_in_both_forms() {
        let mut run = run();
        let events = run.events(0, usize::MAX).len();
        let csv = trace_csv(&*run);
        assert!(csv.starts_with("seq,event,t_s,kind,node,peer,cause,text\r\n0,1,0.1,"), "{csv}");
        assert_eq!((csv.lines().count(), events > 3), (events + 1, true), "{csv}");
        let json: Value = serde_json::from_str(&trace_json(&*run)).unwrap();
        assert_eq!(json.as_array().unwrap().len(), events);
        assert_eq!(json[0]["seq"], 0);
        run.seek(SimTime::ZERO);
        assert!(trace_csv(&*run).lines().count() < csv.lines().count());
    }

    #[test]
    fn the_metrics_have_a_column_for_each_measure_and_stop_at_the_moment_shown() {
        let mut run = run();
        let csv = metrics_csv(&*run);
        let columns = run.series().len() + 1;
        assert!(csv.starts_with("t_s,"), "{csv}");
        assert!(csv.lines().all(|line| line.split(',').count() == columns), "{csv}");
        let last: f64 = csv.lines().last().unwrap().split(',').next().unwrap().parse().unwrap();
        assert!((0.9..=1.0).contains(&last), "{last}");
        run.seek(SimTime::ZERO);
        assert_eq!(metrics_csv(&*run).lines().count(), 2, "the sample at the start");
    }
}
