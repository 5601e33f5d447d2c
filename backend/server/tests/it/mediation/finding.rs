//! Finding a file: by a name as people type it, by its number, by an exact document number; page by page without gaps.

use std::collections::HashSet;

use platform::access::Role;
use serde_json::{Value, json};

use super::file::CASES;
use super::people::Person;
use crate::support::{Client, TestApp};

/// The ids a search finds.
async fn found(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("{CASES}?limit=200&{query}")).await.expect(200).json;
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// A query that may hold anything.
fn q(text: &str) -> String {
    text.bytes().fold("q=".to_owned(), |query, byte| format!("{query}%{byte:02X}"))
}

#[actix_web::test]
async fn a_name_is_found_by_two_characters_by_pinyin_and_by_initials() {
    let app = TestApp::new().await;
    let mut file = app.a_case().between("张小梅", "李大伟").await;
    app.a_case().of(Person::woman("王秀英", 31), Person::man("赵国庆", 32)).await;
    file.accepted().await;
    let registrar = app.registrar().await;
    for text in
        ["张小梅", "小梅", "张小", "大伟", "zhangxiaomei", "xiaomei", "zxm", "ldw", "ZXM", "zhang xiao", " 小梅 ", "第0001号", "0001"]
    {
        assert_eq!(found(&registrar, &q(text)).await, [file.id.clone()], "{text}");
    }
    for text in ["小兰", "meixiao", "xmz", "0002", "%", "_", "张伟"] {
        assert_eq!(found(&registrar, &q(text)).await, [""; 0], "{text}");
    }
}

#[actix_web::test]
async fn a_document_number_finds_a_file_only_whole() {
    let app = TestApp::new().await;
    let file = app.a_case().await;
    let registrar = app.registrar().await;
    let search = |number: String| {
        let registrar = registrar.clone();
        async move {
            let reply = registrar.post(&format!("{CASES}/search-by-id"), &json!({"idNumber": number})).await.expect(200);
            reply.json["items"].as_array().unwrap().len()
        }
    };
    assert_eq!(search(file.applicant.number.clone()).await, 1);
    assert_eq!(search(file.respondent.number.to_lowercase()).await, 1);
    assert_eq!(search(file.applicant.number[..17].to_owned()).await, 0);
    assert_eq!(search(Person::woman("谁", 99).number).await, 0);
    assert_eq!(found(&registrar, &q(&file.applicant.number)).await, [""; 0], "the box for names knows no document numbers");
}

#[actix_web::test]
async fn thirty_searches_an_hour_are_enough_for_anybody() {
    let app = TestApp::new().await;
    let registrar = app.registrar().await;
    let body = json!({"idNumber": Person::woman("谁", 99).number});
    for _ in 0..30 {
        registrar.post(&format!("{CASES}/search-by-id"), &body).await.expect(200);
    }
    let refused = registrar.post(&format!("{CASES}/search-by-id"), &body).await.expect(429);
    assert!(!refused.header("retry-after").is_empty());
    app.station_head().await.post(&format!("{CASES}/search-by-id"), &body).await.expect(200);
    app.clock.advance(chrono::TimeDelta::minutes(61));
    registrar.post(&format!("{CASES}/search-by-id"), &body).await.expect(200);
}

#[actix_web::test]
async fn the_list_is_narrowed_by_state_station_mediator_category_and_day() {
    let app = TestApp::new().await;
    app.engage("registrar3", "欧阳明月", Role::Registrar, app.place.other_station).await;
    let mut first = app.appointed().await.a_case().accepted().assigned().await;
    let second = app.a_case().of(Person::woman("王秀英", 31), Person::man("赵国庆", 32)).category("B1").await;
    let third = app.a_case().of(Person::woman("陈桂兰", 33), Person::man("孙志强", 34));
    let third = third.by("registrar3").with("stationId", json!(app.place.other_station)).await;
    let director = app.committee_director().await;
    let all = HashSet::from([first.id.clone(), second.id.clone(), third.id.clone()]);
    assert_eq!(found(&director, "").await.into_iter().collect::<HashSet<_>>(), all);
    for (query, id) in [
        ("state=ASSIGNED".to_owned(), &first.id),
        (format!("mediatorId={}", first.mediator), &first.id),
        ("category=B1".to_owned(), &second.id),
        (format!("stationId={}", app.place.other_station), &third.id),
        (format!("state=APPLIED&stationId={}", app.place.station), &second.id),
    ] {
        assert_eq!(found(&director, &query).await, std::slice::from_ref(id), "{query}");
    }
    // an acceptance is due within three working days, first contact with the parties likewise
    assert_eq!(found(&director, "dueUntil=2026-03-04").await, [""; 0]);
    assert_eq!(found(&director, "dueUntil=2026-03-05").await.len(), 3);
    first.notified().await;
    assert_eq!(found(&director, "dueUntil=2026-03-05").await.len(), 2, "the parties were told");
}

/// Every page of a list, by its cursor.
async fn pages(client: &Client, query: &str) -> Vec<Vec<Value>> {
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{CASES}?limit=5&{query}{cursor}")).await.expect(200).json;
        pages.push(page["items"].as_array().unwrap().clone());
        let Some(next) = page["nextCursor"].as_str() else { return pages };
        cursor = format!("&cursor={next}");
    }
}

#[actix_web::test]
async fn pages_have_no_gaps_and_no_repeats() {
    let app = TestApp::new().await;
    let mut files = Vec::new();
    for n in 0..23 {
        // some of one instant, some of another
        if n % 4 == 0 {
            app.clock.advance(chrono::TimeDelta::seconds(1));
        }
        files.push(app.a_case().of(Person::woman("张小梅", 100 + 2 * n), Person::man("李大伟", 101 + 2 * n)).await);
    }
    files[20].accepted().await;
    let registrar = app.registrar().await;
    for query in ["order=NEWEST", "order=DUE", "order=NEWEST&q=%E5%B0%8F%E6%A2%85"] {
        let pages = pages(&registrar, query).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 5, 5, 3], "{query}");
        let ids: Vec<&Value> = pages.iter().flatten().map(|item| &item["id"]).collect();
        let distinct: HashSet<String> = ids.iter().map(ToString::to_string).collect();
        assert_eq!((ids.len(), distinct.len()), (23, 23), "{query}");
        let key = if query.contains("DUE") { "nextDueOn" } else { "updatedAt" };
        let mut sorted: Vec<&str> = pages.iter().flatten().map(|item| item[key].as_str().unwrap()).collect();
        let shown = sorted.clone();
        sorted.sort_unstable();
        if key == "updatedAt" {
            sorted.reverse();
        }
        assert_eq!(shown, sorted, "{query}");
    }
}

#[actix_web::test]
async fn a_file_that_changes_between_two_pages_does_not_hide_another() {
    let app = TestApp::new().await;
    let mut files = Vec::new();
    for n in 0..12 {
        app.clock.advance(chrono::TimeDelta::seconds(1));
        files.push(app.a_case().of(Person::woman("张小梅", 100 + 2 * n), Person::man("李大伟", 101 + 2 * n)).await);
    }
    let registrar = app.registrar().await;
    let first = registrar.get(&format!("{CASES}?limit=5")).await.expect(200).json;
    app.clock.advance(chrono::TimeDelta::seconds(1));
    files[11].accepted().await;
    let cursor = first["nextCursor"].as_str().unwrap();
    let rest = registrar.get(&format!("{CASES}?limit=200&cursor={cursor}")).await.expect(200).json;
    let seen: HashSet<&str> =
        [&first, &rest].iter().flat_map(|page| page["items"].as_array().unwrap()).map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(seen.len(), 12);
    let broken = registrar.get(&format!("{CASES}?order=DUE&cursor={cursor}")).await;
    assert_eq!(broken.status, 422, "a cursor belongs to its order");
}
