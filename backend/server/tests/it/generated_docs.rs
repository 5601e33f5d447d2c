//! Pages that are written from the code are current.

fn committed(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../../docs/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_default()
}

#[test]
fn the_page_of_problems_is_current() {
    assert!(
        committed("problems.md").trim_end() == server::reasons::page().trim_end(),
        "docs/problems.md is not current; run: scripts/openapi"
    );
}

#[test]
fn the_page_of_the_lifecycle_is_current() {
    let page = mediation::cases::lifecycle_pages::page();
    assert!(committed("lifecycles/case.md").trim_end() == page.trim_end(), "docs/lifecycles/case.md is not current; run: scripts/openapi");
}
