//! The account, and the roles that do not go together.

use platform::access::Role;
use platform::text_enum;

text_enum!(
    /// Whether an account may be used.
    AccountStatus {
        Active = "ACTIVE",
        Disabled = "DISABLED",
    }
);

/// The three posts of administration (三员): each alone, and none together with business.
fn is_administrator(role: Role) -> bool {
    matches!(role, Role::PlatformAdmin | Role::SecurityAdmin | Role::Auditor)
}

/// True when a person who holds `held` may not hold `wanted` as well.
pub fn conflicts(held: &[Role], wanted: Role) -> bool {
    held.iter().any(|role| *role != wanted && (is_administrator(*role) || is_administrator(wanted)))
}

/// The canonical form of a login name: lower case letters, figures and `. _ -`, 3 to 64 of them.
pub fn username(text: &str) -> Option<String> {
    let name = text.to_lowercase();
    let fits = (3..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    fits.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_hold_one_post_and_no_business() {
        for admin in [Role::PlatformAdmin, Role::SecurityAdmin, Role::Auditor] {
            for other in Role::ALL.iter().copied().filter(|role| *role != admin) {
                assert!(conflicts(&[admin], other), "{admin} with {other}");
                assert!(conflicts(&[other], admin), "{other} with {admin}");
            }
            assert!(!conflicts(&[admin], admin), "the same post at a second organisation");
            assert!(!conflicts(&[], admin));
        }
    }

    #[test]
    fn business_roles_go_together() {
        assert!(!conflicts(&[Role::Registrar, Role::StationHead], Role::Mediator));
    }

    #[test]
    fn a_login_name_has_one_form() {
        assert_eq!(username("Zhang.Min"), Some("zhang.min".to_owned()));
        for bad in ["ab", " zhang.min", "张敏敏", "a b c", "x@y.cn", ""] {
            assert_eq!(username(bad), None, "{bad:?}");
        }
    }
}
