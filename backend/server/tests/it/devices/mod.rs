//! Tablets: how one is enrolled, what its tokens are worth, and how it ends.

mod enrolment;
mod revocation;
mod tokens;
