//! HTTPS without a proxy: a tablet needs it even inside the office, for its service worker, its vault and its camera.
//!
//! `authority` makes a root that can vouch for nothing but this server, `certificates` is what the listener presents,
//! `trust` hands the root out to tablets, `command` is `jiahe tls …`.

pub mod authority;
pub mod certificates;
pub mod command;
pub mod sign_of_life;
pub mod trust;

pub use certificates::Certificates;

/// SHA-256 over a certificate, as phones and browsers show it: pairs of capital digits with colons between them.
pub fn fingerprint(der: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(der).iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}
