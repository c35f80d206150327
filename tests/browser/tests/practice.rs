//! Practice for an interview, as somebody uses it.

use browser_tests::{Axe, Browser, Site};

const ANSWER: &str = ".practice-answer";

/// A fresh browser on a place of the page.
fn at(query: &str) -> (Site, Browser) {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    page.open(&site.url(&format!("practice/{query}")));
    page.wait_for("main.practice:not(#early *)");
    (site, page)
}

/// Waits for the run's end, and takes it at once.
fn skip(page: &Browser) {
    page.wait_until("document.querySelector('.practice-run .transport')");
    page.choose(".practice-words button", "Skip to the answer");
    page.wait_for(ANSWER);
}

fn text(page: &Browser, css: &str) -> String {
    let text = page.run(&format!("return document.querySelector({css:?}).innerText"));
    text.as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_whole_question_is_answered_by_keyboard_alone() {
    let (_site, page) = at("?q=kubernetes-rule");
    page.wait_for("#guess");
    page.tab_to("#guess");
    page.press("#guess", "6");
    page.key("Enter");
    page.wait_until("document.querySelector('.practice-run .transport')");
    page.wait_for(ANSWER);
    let answer = text(&page, ANSWER);
    for words in [
        "Right.",
        "You said 6",
        "The run: 6",
        "Theory: 4 x 90 / 60 = 6",
        "Claim",
        "Trade-off",
        "When it fails",
    ] {
        assert!(answer.contains(words), "{words}: {answer}");
    }
    assert!(page.holds(&format!("document.activeElement.querySelector('{ANSWER}')")), "{}", page.focused());
    page.assert_quiet();
}

#[test]
fn a_digit_chooses_and_a_wrong_answer_is_asked_first_next_time() {
    let (site, page) = at("?q=three-two");
    page.wait_for(".lesson-choice");
    page.key("1");
    page.wait_until("document.querySelector('.lesson-choice input').checked");
    page.choose(".practice-words button", "Show me");
    skip(&page);
    assert!(text(&page, ANSWER).contains("Not this time."), "{}", text(&page, ANSWER));
    page.choose(".practice-answer button", "All questions");
    page.wait_for(".practice-list");
    let first = text(&page, ".practice-list li");
    assert!(first.contains("Three against two") && first.contains("wrong last time"), "{first}");
    page.open(&site.url("practice/"));
    page.wait_until("document.querySelector('.practice-list li')?.innerText.includes('wrong last time')");
    page.assert_quiet();
}

#[test]
fn without_storage_everything_works_until_the_page_is_closed() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &serde_json::json!({ "source": "Object.defineProperty(self, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })" }),
    );
    page.open(&site.url("practice/?q=kubernetes-rule"));
    page.wait_for("#guess");
    page.choose(".practice-words button", "I don't know: show me");
    skip(&page);
    page.choose(".practice-answer button", "All questions");
    page.wait_for(".practice-list");
    assert!(text(&page, "main").contains("1 of 22 answered"), "{}", text(&page, "main"));
    assert!(text(&page, ".practice-files").contains("This browser keeps nothing"));
    page.assert_quiet();
}

#[test]
fn the_same_code_asks_the_same_questions_and_measures_the_same_in_two_browsers() {
    let played = || {
        let (_site, page) = at("?code=4711");
        let mut told = Vec::new();
        for place in 1..=5 {
            page.wait_until(&format!(
                "document.querySelector('.practice-words')?.innerText.includes('question {place} of 5')"
            ));
            told.push(text(&page, "h1"));
            page.choose(".practice-words button", "I don't know: show me");
            skip(&page);
            told.push(text(&page, ".practice-say"));
            page.choose(".practice-answer button", if place < 5 { "Next question" } else { "How it went" });
        }
        page.wait_for(".practice-result");
        assert_eq!(text(&page, "h1"), "0 of 5 right");
        page.assert_quiet();
        told
    };
    assert_eq!(played(), played());
}

#[test]
fn progress_goes_into_a_file_and_comes_back_and_a_wrong_file_is_told() {
    let (_site, page) = at("");
    let take = |text: &str| {
        page.run(&format!(
            "const input = document.querySelector('.practice-files input');
             const data = new DataTransfer();
             data.items.add(new File([{text:?}], 'progress.json'));
             input.files = data.files;
             input.dispatchEvent(new Event('change', {{ bubbles: true }}))"
        ));
    };
    take(
        "{\"faultyard\":\"practice\",\"version\":1,\"seen\":{\"three-two\":{\"turn\":1,\"right\":false,\"times\":1}}}",
    );
    page.wait_until("document.querySelector('.practice-list li').innerText.includes('Three against two')");
    take("nonsense");
    page.wait_until("document.querySelector('.practice-files').innerText.includes('The file is not JSON.')");
    page.choose(".practice-files button", "Forget all");
    page.choose(".practice-files button", "Forget all: are you sure?");
    page.wait_until("document.querySelector('main').innerText.includes('0 of 22 answered')");
    page.assert_quiet();
}

#[test]
fn the_browsers_way_back_leads_from_a_question_to_the_list_and_what_is_not_there_is_told() {
    let (site, page) = at("");
    page.click(".practice-list a");
    page.wait_for(".practice-question");
    assert!(page.url().contains("?q="), "{}", page.url());
    page.run("history.back()");
    page.wait_for(".practice-list");
    page.open(&site.url("practice/?q=nothing"));
    page.wait_until("document.querySelector('main [role=alert]')?.innerText.includes('nothing')");
    page.assert_quiet();
}

#[test]
fn no_state_has_barriers_or_scrolls_sideways_on_a_phone() {
    for query in ["?theme=light", "?theme=dark"] {
        let (_site, page) = at(query);
        page.phone(360, 640);
        let axe = Axe::load();
        let look = |what: &str| {
            assert_eq!(axe.findings(&page), [""; 0], "{what} {query}");
            assert!(page.holds("document.documentElement.scrollWidth <= innerWidth"), "{what} is too wide");
        };
        look("the list");
        page.choose(".practice-ways button", "Start practising");
        page.wait_for(".practice-question");
        look("a question");
        page.choose(".practice-words button", "I don't know: show me");
        skip(&page);
        look("an answer");
    }
}
