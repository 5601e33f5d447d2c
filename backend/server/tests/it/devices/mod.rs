//! Tablets: how one is enrolled, what its tokens are worth, and how it ends.

mod communities;
mod enrolment;
mod epoch;
mod feed;
mod revocation;
mod tokens;
