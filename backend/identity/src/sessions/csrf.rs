//! Whether an unsafe request comes from the application's own pages.

use actix_web::http::Method;
use actix_web::http::header::HeaderMap;

/// True for methods that change nothing.
pub fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Judges by `Sec-Fetch-Site`, else by `Origin`. With neither header the caller is no browser of this century: it is let
/// through, because `SameSite=Strict` keeps an older browser from sending the cookie across sites at all.
pub fn is_own_page(headers: &HeaderMap, own_origin: &str) -> bool {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin.eq_ignore_ascii_case(own_origin),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn verdict(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        is_own_page(&headers, "https://jiahe.example")
    }

    #[test]
    fn only_the_same_origin_may_change_anything() {
        assert!(verdict(&[("sec-fetch-site", "same-origin")]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!verdict(&[("sec-fetch-site", site), ("origin", "https://jiahe.example")]), "{site}");
        }
        assert!(verdict(&[("origin", "https://jiahe.example")]));
        for origin in ["https://evil.example", "http://jiahe.example", "https://jiahe.example.evil.example", "null"] {
            assert!(!verdict(&[("origin", origin)]), "{origin}");
        }
        assert!(verdict(&[]), "a program without a browser");
    }

    #[test]
    fn reading_is_safe() {
        assert!(is_safe(&Method::GET) && is_safe(&Method::HEAD));
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            assert!(!is_safe(&method));
        }
    }
}
