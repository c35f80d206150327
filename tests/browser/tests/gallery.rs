//! The first page.

use browser_tests::{Browser, PREFIXES, Site};

#[test]
fn the_gallery_has_a_card_with_a_still_picture_for_each_lab_and_names_the_planned_ones() {
    let page = Browser::start();
    for prefix in PREFIXES {
        let site = Site::under(prefix);
        page.open(&site.url(""));
        page.wait_for_page();
        for lab in site.labs() {
            let picture = format!("a.card[href='{lab}'] .picture img.if-light");
            page.run(&format!("document.querySelector(\"{picture}\").scrollIntoView()"));
            page.wait_until(&format!("document.querySelector(\"{picture}\").naturalWidth == 400"));
        }
        // The service worker keeps both; the page asks for one.
        let other = "performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('-dark.svg')).length";
        assert_eq!(page.run(&format!("return {other}")), 0, "posters of the other theme");
        assert_eq!(page.count("a.card"), site.labs().len());
        assert!(page.count(".planned span[title]") > 3);
        assert_eq!(page.count(".planned a"), 0, "a planned lab can be opened");
        page.assert_quiet();
        site.assert_complete();
    }
}

#[test]
fn a_card_leads_to_its_lab_and_the_brand_leads_back() {
    let site = Site::under("/some/prefix/");
    let page = Browser::start();
    for lab in site.labs() {
        page.open(&site.url(""));
        page.click(&format!("a.card[href='{lab}']"));
        page.wait_for_lab();
        assert_eq!(page.url(), site.url(&lab));
        page.click("a.brand");
        page.wait_for("a.card");
        assert_eq!(page.url(), site.url(""));
    }
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn crash_the_leader_on_the_first_page_crashes_it_and_another_is_elected() {
    let site = Site::under("/");
    let page = Browser::start();
    page.open(&site.url(""));
    page.wait_until("document.querySelector('.hero svg')?.ariaLabel?.includes('n3 leads term 1')");
    page.choose(".hero .acts button", "Crash the leader");
    page.wait_until("document.querySelector('.hero svg').ariaLabel.includes('4 of 5 servers are up')");
    page.wait_until("document.querySelector('.hero .acts button').innerText.startsWith('Electing')");
    page.wait_until("/n[1245] leads term [2-9]/.test(document.querySelector('.hero svg').ariaLabel)");
    page.wait_until("document.querySelector('.hero .acts button').innerText == 'Crash the leader'");
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn with_no_majority_left_the_first_page_says_so_and_its_button_brings_a_server_back() {
    let site = Site::under("/");
    let page = Browser::start();
    page.open(&site.url(""));
    let button = "document.querySelector('.hero .acts button').innerText";
    for _ in 0..3 {
        page.wait_until(&format!("{button} == 'Crash the leader' || {button} == 'Bring one back'"));
        if page.holds(&format!("{button} == 'Bring one back'")) {
            break;
        }
        page.choose(".hero .acts button", "Crash the leader");
        page.wait_until(&format!("{button} != 'Crash the leader'"));
    }
    page.wait_until(&format!("{button} == 'Bring one back'"));
    assert!(
        page.text(".hero-state").contains("no majority, so nobody can lead"),
        "{}",
        page.text(".hero-state")
    );
    page.choose(".hero .acts button", "Bring one back");
    page.wait_until(&format!("{button} == 'Crash the leader'"));
    page.wait_until("document.querySelector('.hero .acts a').href.includes('faults=')");
    page.click(".hero .acts a");
    page.wait_for_lab();
    let scenario = page.ask("getScenario", serde_json::Value::Null);
    assert!(scenario["inputs"].as_array().map_or(0, Vec::len) > 3, "the lab shows another run: {scenario}");
    page.assert_quiet();
    site.assert_complete();
}
