//! What the name of a column says: a time, a rate, and in which unit.

const US: f64 = 1.0;
const MS: f64 = 1e3;
const SECOND: f64 = 1e6;
const MINUTE: f64 = 60e6;
const HOUR: f64 = 3_600e6;
const DAY: f64 = 86_400e6;

/// What a value of a table counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// Requests in as many microseconds.
    Per(f64),
    /// Requests of the time until the next row.
    Row,
    /// All requests so far.
    Total,
}

/// What a column's name says of its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// How well the name fits requests; 0 for a name that says nothing, less for something else.
    pub fit: i32,
    /// The unit that it tells.
    pub unit: Option<Unit>,
    /// Its values are so many requests each.
    pub times: f64,
}

const TIMES: [&str; 26] = [
    "time",
    "times",
    "timestamp",
    "timestamps",
    "ts",
    "date",
    "datetime",
    "when",
    "epoch",
    "unix",
    "at",
    "start",
    "begin",
    "bucket",
    "interval",
    "period",
    "hour",
    "hours",
    "minute",
    "minutes",
    "second",
    "seconds",
    "day",
    "days",
    "clock",
    "utc",
];
/// Times that something takes.
const LENGTHS: [&str; 14] = [
    "response",
    "taken",
    "elapsed",
    "duration",
    "latency",
    "upstream",
    "processing",
    "wait",
    "connect",
    "request",
    "backend",
    "target",
    "average",
    "avg",
];
const OTHERS: [&str; 56] = [
    "status",
    "code",
    "codes",
    "bytes",
    "size",
    "duration",
    "latency",
    "time",
    "ms",
    "port",
    "pid",
    "id",
    "label",
    "user",
    "ip",
    "p50",
    "p90",
    "p95",
    "p99",
    "cpu",
    "mem",
    "memory",
    "percent",
    "pct",
    "version",
    "lat",
    "lon",
    "host",
    "response",
    "taken",
    "elapsed",
    "weekday",
    "length",
    "line",
    "level",
    "zone",
    "bandwidth",
    "kb",
    "mb",
    "gb",
    "kib",
    "mib",
    "cost",
    "price",
    "temperature",
    "week",
    "month",
    "year",
    "index",
    "row",
    "seq",
    "elapsed",
    "uptime",
    "age",
    "wait",
    "queue",
];
/// Counts that nobody tells a second.
const COUNTS: [&str; 17] = [
    "count",
    "counts",
    "cnt",
    "sum",
    "total",
    "hits",
    "number",
    "num",
    "quantity",
    "visits",
    "visitors",
    "pageviews",
    "views",
    "sessions",
    "orders",
    "clicks",
    "invocations",
];
const RATES: [&str; 10] =
    ["requests", "request", "reqs", "req", "rate", "throughput", "load", "traffic", "calls", "arrivals"];
const FAILED: [&str; 10] =
    ["error", "errors", "failed", "failures", "4xx", "5xx", "blocked", "dropped", "min", "minimum"];

/// The words of a name, in small letters: `requestsPerMinute`, `Requests (5 min)`, `req/s`.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let turns = (before.is_lowercase() && c.is_uppercase())
            || (before.is_numeric() && c.is_alphabetic() && !matches!(c, 'x'))
            || (c == '/');
        if turns || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if c == '/' {
            words.extend(["per".into(), String::new()]);
        } else if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a name is one of a time, and the length in microseconds of what a plain number counts, if it says so.
pub fn time(name: &str) -> Option<Option<f64>> {
    let words = words(name);
    let is = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let unit = words.iter().rev().find_map(|word| length(word));
    let named = is(&TIMES) || words.iter().all(|word| length(word).is_some());
    let of = !words.is_empty() && named && !is(&LENGTHS) && !is(&["rps", "qps", "per", "rpm"]);
    // A date and time have the slash between them.
    let date = name.to_ascii_lowercase().contains("date/time");
    (of || date).then_some(unit)
}

/// The length of a unit of time in microseconds.
fn length(word: &str) -> Option<f64> {
    Some(match word {
        "us" | "\u{b5}s" | "\u{3bc}s" | "micros" | "microsecond" | "microseconds" => US,
        "ms" | "millis" | "millisecond" | "milliseconds" => MS,
        "ns" | "nanos" | "nanosecond" | "nanoseconds" => US / 1e3,
        "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => 7.0 * DAY,
        _ => return None,
    })
}

/// What a name says of a column of numbers.
pub fn value(name: &str) -> Named {
    let words = words(name);
    let is = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let per = unit(&words);
    let thousands = is(&["krps", "kqps", "thousands", "k"]);
    let times = if thousands {
        1e3
    } else if is(&["millions"]) {
        1e6
    } else {
        1.0
    };
    let mut named = Named { fit: 0, unit: per, times };
    let counts = is(&COUNTS);
    let of_requests = is(&RATES) || !is(&OTHERS);
    if of_requests && matches!(per, Some(Unit::Per(_))) {
        named.fit = 50;
    } else if is(&["cumulative", "counter", "running"]) {
        named = Named { fit: 20, unit: Some(Unit::Total), times };
    } else if is(&OTHERS) && !is(&["requests", "reqs"]) {
        named.fit = -1;
    } else if counts {
        let fit = if is(&["sum", "total"]) { 35 } else { 30 };
        named = Named { fit: fit + i32::from(is(&RATES)), unit: Some(per.unwrap_or(Unit::Row)), times };
    } else if is(&RATES) {
        named = Named { fit: 40, unit: Some(per.unwrap_or(Unit::Per(SECOND))), times };
    } else if is(&["value", "values", "average", "avg", "mean"]) {
        named.fit = 10;
    }
    if named.fit > 0 && is(&FAILED) {
        named.fit = 1;
    }
    named
}

/// `rps`, `per minute`, `/s`, `5 min`, `hourly`.
fn unit(words: &[String]) -> Option<Unit> {
    let one = |word: &str| {
        Some(match word {
            "rps" | "qps" | "tps" | "hps" | "reqps" | "krps" | "kqps" => SECOND,
            "rpm" | "qpm" | "tpm" | "hpm" | "opm" | "minutely" => MINUTE,
            "rph" | "qph" | "hourly" => HOUR,
            "rpd" | "daily" => DAY,
            "weekly" => 7.0 * DAY,
            _ => return None,
        })
    };
    for (place, word) in words.iter().enumerate() {
        let next = |more: usize| words.get(place + more).map(String::as_str);
        if let Some(us) = one(word) {
            return Some(Unit::Per(us));
        }
        // `1m`, `5 min`, `per 5 min`; a plain `5` says nothing.
        if let Ok(many @ 1..=1_440) = word.parse::<u32>()
            && let Some(us) = next(1).and_then(length)
        {
            return Some(Unit::Per(f64::from(many) * us));
        }
        if matches!(word.as_str(), "per" | "each" | "a" | "every" | "persec") {
            match next(1) {
                Some("row" | "bin" | "interval" | "bucket" | "period" | "sample" | "point") => {
                    return Some(Unit::Row);
                }
                Some(word) => {
                    if let Some(us) = length(word) {
                        return Some(Unit::Per(us));
                    }
                }
                None => {}
            }
        }
    }
    None
}

/// Whether the cells of a column with this name tell one series from another.
pub fn is_series(name: &str) -> bool {
    let known = [
        "series",
        "metric",
        "name",
        "host",
        "server",
        "service",
        "instance",
        "node",
        "region",
        "target",
        "pod",
        "endpoint",
        "backend",
        "app",
        "application",
    ];
    words(name).iter().any(|word| known.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_unit_of_a_rate() {
        for (name, unit) in [
            ("rps", Some(Unit::Per(1e6))),
            ("Requests per second", Some(Unit::Per(1e6))),
            ("req/s", Some(Unit::Per(1e6))),
            ("requests", Some(Unit::Per(1e6))),
            ("requests_per_minute", Some(Unit::Per(60e6))),
            ("requestsPerMinute", Some(Unit::Per(60e6))),
            ("RPM", Some(Unit::Per(60e6))),
            ("requests/hour", Some(Unit::Per(3_600e6))),
            ("Requests (5 min)", Some(Unit::Per(300e6))),
            ("requests per 5min", Some(Unit::Per(300e6))),
            ("hits_1h", Some(Unit::Per(3_600e6))),
            ("daily requests", Some(Unit::Per(86_400e6))),
            ("Sum", Some(Unit::Row)),
            ("request_count", Some(Unit::Row)),
            ("requests per row", Some(Unit::Row)),
            ("cumulative requests", Some(Unit::Total)),
            ("value", None),
            ("valA", None),
        ] {
            assert_eq!(value(name).unit, unit, "{name}");
            assert!(value(name).fit >= 0, "{name}");
        }
        for name in ["status", "bytes", "request_time_ms", "duration", "response size", "user_id"] {
            assert!(value(name).fit < 0 || time(name).is_some(), "{name}: {:?}", value(name));
        }
    }

    #[test]
    fn a_name_tells_a_time_and_its_unit() {
        for (name, unit) in [
            ("time_s", Some(SECOND)),
            ("timestamp_ms", Some(MS)),
            ("time (\u{b5}s)", Some(US)),
            ("minute", Some(MINUTE)),
            ("Hour", Some(HOUR)),
            ("day", Some(DAY)),
            ("Timestamp", None),
            ("Date/Time", None),
            ("@timestamp", None),
        ] {
            assert_eq!(time(name), Some(unit), "{name}");
        }
        for name in ["rps", "response_time", "requests per second", "value", "time_taken", ""] {
            assert_eq!(time(name), None, "{name}");
        }
    }
}
