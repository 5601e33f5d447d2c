//! `Content-Disposition` of RFC 6266: what a file is called when it is saved.

/// How a browser treats the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    Shown,
    Saved,
}

/// An ASCII name for old clients, the real one in UTF-8 (RFC 8187); nothing in a name can end the header.
pub fn disposition(treatment: Treatment, plain: &str, name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    let how = match treatment {
        Treatment::Shown => "inline",
        Treatment::Saved => "attachment",
    };
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}
