//! What is written of graphs, and what is wrong with them.

use super::*;

#[test]
fn what_is_written_reads_back_as_it_was() {
    let text = "source users rate=12.5 to=front timeout=3s retries=2\n\
        service front servers=2 workers=16 wait=async queue=100 lifo drop-expired limit=50/10\n  work 2ms exp\n  \
        call auth timeout=300ms retries=3 backoff=50ms jitter budget=20% breaker=50%/20/5s bulkhead=10 deadline fallback hop=1500us & stock\n  \
        work 1ms cv=2\nservice auth\n  work 5ms\nservice stock\n  work 1s\n";
    let graph = Graph::parse(text).unwrap();
    assert_eq!(graph.to_string(), text);
    assert_eq!(Graph::parse(&graph.to_string()).unwrap(), graph);
}

#[test]
fn each_thing_that_is_wrong_has_its_sentence() {
    for (text, why) in [
        ("", "There is no service. Nobody asks: a source is missing."),
        ("service a\n  work 1ms", "Nobody asks: a source is missing."),
        (
            "source u rate=1 to=a\nservice a\n  call b\nservice b\n  call c\nservice c\n  call b",
            "b and c call each other in a circle: a request would never come back.",
        ),
    ] {
        assert_eq!(Graph::parse(text).unwrap().faults().join(" "), why, "{text}");
    }
    for (text, why) in [
        ("service a\n  call b", "line 2: there is no service \"b\""),
        ("service a\nservice a", "line 2: there are two services with the name \"a\""),
        ("service a workers=0", "line 1: \"0\" is no number from 1 to 10000"),
        ("service a colour=red", "line 1: a service has no setting \"colour=red\""),
        ("  work 5ms", "line 1: a step stands under its service"),
        ("service a\n  work soon", "line 2: \"soon\" is no time: 300ms, 2s"),
        ("source u rate=1", "line 1: a source says where to: to=front"),
        ("edge a b", "line 1: \"edge\" is not understood: service, source, work or call"),
    ] {
        assert_eq!(Graph::parse(text).unwrap_err(), why, "{text}");
    }
}
