//! The words of this context as data: closed lists, categories with what the law says of them, clause templates. The web app,
//! tablets and integrators read them here instead of writing them twice.

mod http;

pub(crate) use http::routes;
