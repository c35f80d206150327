//! The same numbers as a table and as a file.

use super::lines::Line;
use crate::ui::components::format::number;
use faultyard::process::SimTime;
use yew::prelude::*;

const CAPTION: &str = "Metrics over time";
const TIME: &str = "time (s)";
/// A table has at most so many rows; the file has every sample.
const ROWS: usize = 40;

/// The head of a line's column.
fn head(line: &Line) -> String {
    let unit = if line.unit.is_empty() { String::new() } else { format!(" ({})", line.unit) };
    format!("{}{}{unit}", line.whose(), line.label)
}

/// Every sample up to `seen`, as comma-separated values.
pub fn csv(lines: &[Line], seen: SimTime) -> String {
    let quoted = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    let heads: Vec<String> = lines.iter().map(|line| quoted(head(line))).collect();
    let mut text = format!("{TIME},{}\r\n", heads.join(","));
    let times = lines.first().map_or(&[][..], |line| &line.points);
    for (place, (time, _)) in times.iter().enumerate().take_while(|(_, point)| point.0 <= seen.seconds()) {
        text.push_str(&number_exact(*time));
        for line in lines {
            text.push(',');
            text.push_str(&line.points.get(place).map_or(String::new(), |point| number_exact(point.1)));
        }
        text.push_str("\r\n");
    }
    text
}

fn number_exact(value: f64) -> String {
    format!("{:.6}", value).trim_end_matches('0').trim_end_matches('.').into()
}

/// Some of the samples up to now, evenly apart.
pub fn table(lines: &[Line], now: SimTime) -> Html {
    let times: Vec<f64> = lines.first().map_or(Vec::new(), |line| line.points.iter().map(|p| p.0).collect());
    let seen = times.partition_point(|time| *time <= now.seconds());
    let every = seen.div_ceil(ROWS).max(1);
    let row = |time: &f64| {
        let cell = |line: &Line| html! { <td>{ line.at(*time).map(number) }</td> };
        html! { <tr><th scope="row">{ number_exact(*time) }</th>{ for lines.iter().map(cell) }</tr> }
    };
    html! {
        <div class="plot-table" tabindex="0" role="region" aria-label={CAPTION}>
            <table>
                <caption>{ CAPTION }</caption>
                <thead><tr>
                    <th scope="col">{ TIME }</th>
                    { for lines.iter().map(|line| html! { <th scope="col">{ head(line) }</th> }) }
                </tr></thead>
                <tbody>{ for times[..seen].iter().step_by(every).map(row) }</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::tests::series;
    use super::*;
    use faultyard::lab::Plotted;

    #[test]
    fn the_file_has_a_head_and_a_line_for_each_sample_seen() {
        let line = Line::of(&series(Plotted::Steps, "", &[1.0, 2.5, 3.0]), SimTime::from_ms(300));
        let text = csv(&[line], SimTime::from_ms(150));
        assert_eq!(text, "time (s),\"label\"\r\n0,1\r\n0.1,2.5\r\n");
    }
}
