//! Integration clients: third-party systems that speak the OpenAPI contract with a secret, a scope and an organisation.

pub mod commands;
pub mod http;
pub(crate) mod live;
pub mod model;
pub mod queries;
