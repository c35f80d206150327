//! The first page.

use browser_tests::{Browser, PREFIXES, Site};

#[test]
fn the_gallery_has_a_card_with_a_still_picture_for_each_lab_and_a_grey_one_for_each_planned_lab() {
    let page = Browser::start();
    for prefix in PREFIXES {
        let site = Site::under(prefix);
        page.open(&site.url(""));
        page.wait_for_page();
        for lab in site.labs() {
            let picture = format!("a.card[href='{lab}'] .picture img.if-light");
            page.run(&format!("document.querySelector(\"{picture}\").scrollIntoView()"));
            page.wait_until(&format!("document.querySelector(\"{picture}\").naturalWidth == 640"));
        }
        // The service worker keeps both; the page asks for one.
        let other = "performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('-dark.svg')).length";
        assert_eq!(page.run(&format!("return {other}")), 0, "posters of the other theme");
        assert_eq!(page.count("a.card"), site.labs().len());
        assert!(page.count(".card.planned") > 3);
        assert_eq!(page.count("a.card.planned, .card.planned a"), 0, "a planned lab can be opened");
        assert!(page.text(".card.planned").contains("planned"));
        let colours = page.run(
            "const colour = css => getComputedStyle(document.querySelector(css)).color;
             return [colour('.card.planned'), colour('a.card')]",
        );
        assert_ne!(colours[0], colours[1], "planned labs look like the others");
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
    page.wait_until("document.querySelector('.hero .acts button').innerText.startsWith('They are electing')");
    page.wait_until("/n[1245] leads term [2-9]/.test(document.querySelector('.hero svg').ariaLabel)");
    page.wait_until("document.querySelector('.hero .acts button').innerText == 'Crash the leader'");
    page.assert_quiet();
    site.assert_complete();
}
