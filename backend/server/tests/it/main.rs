//! The one integration binary: the real router on a real port, a database per test, both engines.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the support functions of tests are tests"
)]

mod access_matrix;
mod architecture;
mod audit;
mod bad_input;
mod contract;
mod demo_county;
mod devices;
mod generated_docs;
mod http_surface;
mod idempotency;
mod integrator_guide;
mod lost_update;
mod mediation;
mod migrations;
mod printing;
mod support;
mod tls;
