//! Practice for an interview, as somebody uses it.

use browser_tests::{Axe, Browser, Site};
use serde_json::{Value, json};

const ANSWER: &str = ".practice-answer";

/// A fresh browser on a place of the page.
fn at(query: &str) -> (Site, Browser) {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    page.open(&site.url(&format!("practice/{query}")));
    page.wait_for("main.practice:not(#early *)");
    (site, page)
}

/// Waits until a question can be answered.
fn asked(page: &Browser) {
    page.wait_for(".practice-words form button");
    page.wait_for(".practice-run .stage svg > *");
}

/// Shows the run, and takes its end at once.
fn answer(page: &Browser, words: &str) {
    asked(page);
    page.choose(".practice-words form button", words);
    // Where nothing is to move the answer comes at once.
    page.wait_until(&format!("document.querySelector('.practice-skip, {ANSWER}')"));
    page.run("document.querySelector('.practice-skip')?.click()");
    page.wait_for(ANSWER);
}

fn text(page: &Browser, css: &str) -> String {
    let text =
        page.run_with("return document.querySelector(arguments[0])?.innerText ?? ''", vec![json!(css)]);
    text.as_str().unwrap_or_default().replace('\u{a0}', " ")
}

/// Waits until an element's text holds these words.
#[track_caller]
fn wait_for_words(page: &Browser, css: &str, words: &str) {
    page.wait_until(&format!(
        "document.querySelector({css:?}).innerText.replaceAll('\\u00a0', ' ').includes({words:?})"
    ));
}

/// Types a guess, as somebody does.
fn guess(page: &Browser, value: &str) {
    asked(page);
    page.press("#guess", value);
    page.wait_until("!document.querySelector('.practice-words form .main').disabled");
}

#[test]
fn a_whole_question_is_answered_by_keyboard_alone() {
    let (_site, page) = at("?area=autoscaling");
    page.tab_to(".practice-start button");
    page.key("Enter");
    asked(&page);
    assert_eq!(page.focused(), "H1 The Kubernetes rule");
    page.tab_to("#guess");
    page.key("6");
    page.key("Enter");
    page.wait_for(".practice-skip");
    assert!(page.holds("document.activeElement.id == 'stage'"), "{}", page.focused());
    page.key(" ");
    page.wait_for(".transport .play [aria-hidden]");
    wait_for_words(&page, ".transport .play", "Play");
    page.key(" ");
    wait_for_words(&page, ".transport .play", "Pause");
    page.tab_to(".practice-skip");
    page.key("Enter");
    page.wait_for(ANSWER);
    let told = text(&page, ANSWER);
    for words in [
        "\u{2713} Right.",
        "You said 6 machines. Measured: 6 machines.",
        "Formula: 4 x 90 / 60 = 6",
        "Claim",
        "Number",
        "Trade-off",
        "Failure mode",
        "What the simulation leaves out",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(page.holds("document.activeElement.id == 'answer'"), "{}", page.focused());
    let heard = "[...document.querySelectorAll('[role=status]')].some(each => each.innerText.startsWith('Right. You said'))";
    assert!(page.holds(heard));
    page.key("n");
    page.wait_until("document.querySelector('h1').innerText == 'Traffic doubles'");
    assert_eq!(page.focused(), "H1 Traffic doubles");
    assert!(page.url().contains("area=autoscaling"), "{}", page.url());
    page.assert_quiet();
}

#[test]
fn a_digit_chooses_enter_shows_and_a_wrong_answer_is_asked_first_next_time() {
    let (site, page) = at("?q=three-two");
    asked(&page);
    page.key("1");
    page.wait_until("document.querySelector('.lesson-choice input').checked");
    page.key("Enter");
    page.wait_for(".practice-skip");
    page.choose(".practice-skip", "");
    page.wait_for(ANSWER);
    let told = text(&page, ANSWER);
    assert!(told.contains("Not this time.") && told.contains("\u{2715} you said"), "{told}");
    assert!(told.contains("\u{2713} right"), "{told}");
    page.choose(".practice-head a", "All questions");
    page.wait_for(".practice-list");
    let first = text(&page, ".practice-list li");
    assert!(first.contains("Three against two") && first.contains("wrong last time"), "{first}");
    page.open(&site.url("practice/"));
    wait_for_words(&page, "main.practice:not(#early *) .practice-list li", "wrong last time");
    assert!(text(&page, ".practice-start").contains("First: Three against two"));
    page.assert_quiet();
}

#[test]
fn nothing_gives_the_answer_away_before_the_guess_and_only_a_number_can_be_shown() {
    let (_site, page) = at("?q=eleventh-modulo");
    asked(&page);
    assert!(page.holds("document.querySelector('.practice-words form .main').disabled"));
    assert!(text(&page, ".practice-run .sentence").contains("Guess first"));
    assert!(page.holds("document.querySelector('.practice-run .transport').closest('[inert]')"));
    page.key(" ");
    assert_eq!(page.count(".practice-skip"), 0);
    page.press("#guess", "many");
    wait_for_words(&page, ".practice-field", "not a number");
    assert!(page.holds("document.querySelector('.practice-words form .main').disabled"));
    page.run(
        "const slider = document.querySelector('.practice-number [type=range]'); slider.value = 100;
        slider.dispatchEvent(new InputEvent('input', { bubbles: true }))",
    );
    page.wait_until("document.querySelector('#guess').value == '50'");
    page.run(
        "const field = document.querySelector('#guess'); field.value = '25 %';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }))",
    );
    page.wait_until("document.querySelector('.practice-number [type=range]').value == '50'");
    page.assert_quiet();
}

#[test]
fn without_storage_everything_works_until_the_page_is_closed() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "Object.defineProperty(self, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })" }),
    );
    page.open(&site.url("practice/?q=kubernetes-rule"));
    answer(&page, "I don\u{2019}t know");
    assert!(text(&page, ANSWER).contains("Now you know."));
    page.choose(".practice-head a", "All questions");
    page.wait_for(".practice-list");
    assert!(text(&page, "main").contains("1 of 24 answered"), "{}", text(&page, "main"));
    assert!(text(&page, ".practice-files").contains("This browser keeps nothing"));
    page.assert_quiet();
}

#[test]
fn the_same_code_asks_the_same_questions_and_measures_the_same_in_two_browsers() {
    let played = || {
        let (_site, page) = at("");
        page.press("#code", "4711");
        page.choose(".practice-code button", "Start");
        let mut told = Vec::new();
        for place in 1..=5 {
            wait_for_words(&page, ".practice-head", &format!("question {place} of 5 \u{b7} code 4711"));
            told.push(text(&page, "h1"));
            answer(&page, "I don\u{2019}t know");
            told.push(text(&page, ".practice-say"));
            page.choose(".practice-next button", if place < 5 { "Next question" } else { "See how it went" });
        }
        page.wait_for(".practice-result");
        assert_eq!(text(&page, "h1"), "0 of 5 right");
        told.push(text(&page, ".practice-result tbody"));
        page.assert_quiet();
        (told, page)
    };
    let ((one, _first), (other, _second)) = (played(), played());
    assert_eq!(one, other);
}

#[test]
fn an_interviews_result_has_guesses_times_and_a_link_and_is_kept() {
    let (_site, page) = at("?code=4711&at=6");
    page.wait_for(".practice-result");
    assert!(text(&page, ".practice-result tbody").contains("not answered"));
    page.choose(".practice-result button", "All questions");
    page.wait_for("#code");
    page.click(".practice-timer input");
    page.press("#code", "4711");
    page.press("#code", "\u{e007}");
    asked(&page);
    assert!(text(&page, "[role=timer]").starts_with("00:"), "{}", text(&page, ".practice-clock"));
    answer(&page, "I don\u{2019}t know");
    page.run("history.pushState(null, '', location.pathname + '?code=4711&at=6'); dispatchEvent(new Event('popstate'))");
    page.wait_for(".practice-result");
    page.reload();
    page.wait_for(".practice-result");
    let row = text(&page, ".practice-result tbody tr");
    assert!(row.contains("no guess") && row.contains("\u{2715} wrong") && row.contains("00:0"), "{row}");
    assert!(text(&page, ".practice-link a").ends_with("/some/prefix/practice/?code=4711"));
    page.assert_quiet();
}

#[test]
fn a_code_that_is_none_is_refused_and_an_empty_field_gives_a_fresh_one_of_six_digits() {
    let (_site, page) = at("");
    page.press("#code", "12x");
    page.choose(".practice-code button", "Start");
    wait_for_words(&page, ".practice-ways [role=alert]", "1 to 9 digits");
    page.run("document.querySelector('#code').value = ''");
    page.choose(".practice-code button", "Start");
    page.wait_until("/code=[1-9][0-9]{5}$/.test(location.search)");
    page.assert_quiet();
}

#[test]
fn progress_goes_into_a_file_and_comes_back_and_a_wrong_file_is_told() {
    let (_site, page) = at("");
    let take = |text: &str| {
        page.run_with(
            "const input = document.querySelector('.practice-files input');
             const data = new DataTransfer();
             data.items.add(new File([arguments[0]], 'progress.json'));
             input.files = data.files;
             input.dispatchEvent(new Event('change', { bubbles: true }))",
            vec![json!(text)],
        );
    };
    let seen = |id: &str| json!({ "faultyard": "practice", "version": 1, "seen": { id: { "turn": 1, "right": false, "times": 1 } } });
    take(&seen("three-two").to_string());
    wait_for_words(&page, ".practice-list li", "Three against two");
    page.run(
        "const made = URL.createObjectURL.bind(URL);
         URL.createObjectURL = blob => { blob.text().then(text => self.kept = text); return made(blob) }",
    );
    page.choose(".practice-files button", "Save as a file");
    page.wait_until("self.kept");
    let kept: Value =
        serde_json::from_str(page.run("return self.kept").as_str().unwrap_or_default()).unwrap_or_default();
    assert_eq!(kept, seen("three-two"));
    take("nonsense");
    wait_for_words(&page, ".practice-files", "progress.json: The file is not JSON.");
    page.choose(".practice-files button", "Delete my progress");
    page.choose(".practice-files button", "No, keep it");
    page.choose(".practice-files button", "Delete my progress");
    page.choose(".practice-files button", "Yes, delete it");
    wait_for_words(&page, ".practice-files", "deleted");
    take(&kept.to_string());
    wait_for_words(&page, ".practice-list li", "Three against two");
    page.assert_quiet();
}

#[test]
fn the_browsers_ways_back_and_forward_lead_through_the_places() {
    let (site, page) = at("?theme=dark");
    page.choose(".practice-areas button", "Raft");
    page.wait_until("location.search == '?area=raft&theme=dark'");
    let all = page.count(".practice-list li");
    assert!((2..24).contains(&all), "{all}");
    page.click(".practice-list a");
    page.wait_for(".practice-question");
    asked(&page);
    assert!(page.title().contains("Practise for an interview"), "{}", page.title());
    page.run("history.back()");
    page.wait_for(".practice-list");
    assert_eq!(page.count(".practice-list li"), all);
    page.run("history.back()");
    page.wait_until("document.querySelectorAll('.practice-list li').length == 24");
    page.run("history.go(2)");
    page.wait_for(".practice-question");
    for (query, words) in [("?q=nothing", "nothing"), ("?code=x", "no code"), ("?area=chess", "chess")] {
        page.open(&site.url(&format!("practice/{query}")));
        page.wait_for("main.practice:not(#early *)");
        wait_for_words(&page, "main [role=alert]", words);
        assert_eq!(page.count(".practice-list li"), 24);
    }
    page.assert_quiet();
}

#[test]
fn twenty_seeds_are_run_and_can_be_stopped_and_what_is_turned_is_measured_again() {
    let (_site, page) = at("?q=eleventh-modulo");
    guess(&page, "90");
    answer(&page, "Show me");
    page.choose(".practice-answer button", "Run it with 20 seeds");
    page.choose(".practice-answer button", "Cancel");
    page.choose(".practice-answer button", "Run it with 20 seeds");
    page.wait_until("document.querySelectorAll('.practice-scale .is-dot').length == 20");
    assert!(text(&page, ANSWER).contains("20 runs: "), "{}", text(&page, ANSWER));
    page.set_field(".practice-turn select", "ring");
    page.choose(".practice-turn button", "Run it");
    page.wait_for(".practice-run .transport");
    wait_for_words(&page, ".practice-turn", "Now the run says: ");
    assert!(text(&page, ".practice-turn").contains("Before: 9"), "{}", text(&page, ".practice-turn"));
    page.choose(".practice-next button", "Again");
    asked(&page);
    assert_eq!(page.count(ANSWER), 0);
    page.assert_quiet();
}

#[test]
fn where_nothing_is_to_move_the_answer_comes_at_once() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.prefer("light", true);
    page.open(&site.url("practice/?q=kubernetes-rule"));
    guess(&page, "6");
    page.choose(".practice-words form button", "Show me");
    page.wait_for(ANSWER);
    assert!(page.holds("document.querySelector('.transport .time').innerText.startsWith('10')"));
    page.assert_quiet();
}

/// Buttons and fields that are too small for a finger; links within a sentence may be.
const SMALL: &str = "return [...document.querySelectorAll('main :is(button, select, input:not(.visually-hidden), .button), main li > a')]
    .filter(each => each.checkVisibility() && !each.closest('.stage, label'))
    .filter(each => each.offsetHeight < 44).map(each => each.className + ' ' + each.textContent + ' ' + each.offsetHeight)";

#[test]
fn no_state_has_barriers_scrolls_sideways_or_is_too_small_for_a_finger() {
    let axe = Axe::load();
    for (query, size) in [
        ("?theme=light", (360, 640)),
        ("?theme=dark", (360, 640)),
        ("?theme=light", (1280, 800)),
        ("?theme=dark", (1280, 800)),
    ] {
        let (_site, page) = at(query);
        match size {
            (width @ 360, height) => page.phone(width, height),
            (width, height) => page.size(width, height),
        }
        let look = |what: &str| {
            let what = format!("{what} {query} {}", size.0);
            assert_eq!(axe.findings(&page), [""; 0], "{what}");
            assert!(page.holds("document.documentElement.scrollWidth <= innerWidth"), "{what} is too wide");
            if size.0 == 360 {
                assert_eq!(page.run(SMALL), json!([]), "{what}");
            }
        };
        look("the list");
        page.press("#code", "4711");
        page.choose(".practice-code button", "Start");
        for place in 1..=5 {
            wait_for_words(&page, ".practice-head", &format!("question {place} of 5"));
            asked(&page);
            look("a question");
            answer(&page, "I don\u{2019}t know");
            page.choose(".practice-answer button", "Run it with 20 seeds");
            if place == 1 {
                page.wait_until("document.querySelector('.practice-answer').innerText.includes('20 runs:')");
            }
            look("an answer");
            page.choose(".practice-next button", if place < 5 { "Next question" } else { "See how it went" });
        }
        page.wait_for(".practice-result");
        look("the result");
    }
}
