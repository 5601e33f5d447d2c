//! Who may do what: roles, the reach of a permission, and the scope it gives a query.

#[cfg(feature = "server")]
mod caller;

use crate::ids::{AccountId, DeviceId, OfficeId, OrgId};

#[cfg(feature = "server")]
pub use caller::{Caller, Rejected};

crate::text_enum!(
    /// A post in the federation; a person may hold several, each at one organisation.
    Role {
        /// 系统管理员: accounts and organisations, no case.
        PlatformAdmin = "PLATFORM_ADMIN",
        /// 安全管理员: devices, sessions, approvals, no case.
        SecurityAdmin = "SECURITY_ADMIN",
        /// 审计管理员: the audit trail, no case.
        Auditor = "AUDITOR",
        /// 妇联干部（权益部）.
        FederationOfficer = "FEDERATION_OFFICER",
        /// 婚调委主任.
        CommitteeDirector = "COMMITTEE_DIRECTOR",
        /// 调解工作站站长.
        StationHead = "STATION_HEAD",
        /// 登记人.
        Registrar = "REGISTRAR",
        /// 人民调解员.
        Mediator = "MEDIATOR",
        /// 志愿律师.
        VolunteerLawyer = "VOLUNTEER_LAWYER",
        /// 印章保管人.
        SealKeeper = "SEAL_KEEPER",
        /// 档案员.
        Archivist = "ARCHIVIST",
        /// A third-party system that speaks the OpenAPI contract.
        IntegrationClient = "INTEGRATION_CLIENT",
    }
);

/// How far a role's permission reaches (the cell codes of the access matrix).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// `a`: only records the person is tied to.
    Assigned,
    /// `o`: the subtree of the organisation where the role is held.
    Own,
    /// `m`: the same subtree, with masked fields.
    Masked,
    /// `h`: closed and archived files of the subtree.
    Shelf,
    /// `t`: the whole office.
    Tenant,
    /// `s`: own account only.
    Oneself,
    /// `k`: an integration client, by scope.
    Scoped(&'static str),
}

impl Reach {
    /// The letter in `docs/access-matrix.md`.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Assigned => "a",
            Self::Own => "o",
            Self::Masked => "m",
            Self::Shelf => "h",
            Self::Tenant => "t",
            Self::Oneself => "s",
            Self::Scoped(_) => "k",
        }
    }
}

/// A right that an operation asks for; the list of grants is the row of the access matrix.
pub trait Permission: 'static {
    const NAME: &'static str;
    const GRANTS: &'static [(Role, Reach)];
}

/// Declares a permission: `permission!(/// doc. AcceptCases = "mediation.case.accept", [Registrar: Own]);`
#[macro_export]
macro_rules! permission {
    ($(#[$meta:meta])* $name:ident = $text:literal, [$($role:ident : $reach:expr),* $(,)?]) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl $crate::access::Permission for $name {
            const NAME: &'static str = $text;
            const GRANTS: &'static [($crate::access::Role, $crate::access::Reach)] = {
                #[allow(unused_imports, clippy::allow_attributes, reason = "a row may use only some of the reaches")]
                use $crate::access::Reach::*;
                &[$(($crate::access::Role::$role, $reach)),*]
            };
        }
    };
}

/// A set of organisations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Orgs {
    #[default]
    None,
    These(Vec<OrgId>),
    All,
}

impl Orgs {
    pub fn contains(&self, org: OrgId) -> bool {
        match self {
            Self::None => false,
            Self::These(list) => list.contains(&org),
            Self::All => true,
        }
    }

    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    fn add(&mut self, more: &Orgs) {
        match (&mut *self, more) {
            (_, Self::None) | (Self::All, _) => {}
            (_, Self::All) => *self = Self::All,
            (Self::None, Self::These(list)) => *self = Self::These(list.clone()),
            (Self::These(mine), Self::These(list)) => {
                mine.extend(list.iter().filter(|org| !list_has(mine, **org)).copied().collect::<Vec<_>>())
            }
        }
    }
}

fn list_has(list: &[OrgId], org: OrgId) -> bool {
    list.contains(&org)
}

/// A role held at an organisation, with the subtree it covers.
#[derive(Debug, Clone)]
pub struct RoleHeld {
    pub role: Role,
    pub org: OrgId,
    pub subtree: Orgs,
}

/// Who acts: a signed-in person, an integration client, or the house itself.
#[derive(Debug, Clone)]
pub struct Actor {
    pub office: OfficeId,
    pub account: AccountId,
    pub name: String,
    pub roles: Vec<RoleHeld>,
    /// Scopes of an integration client; empty for people.
    pub scopes: Vec<String>,
    /// The session's digest, or `device:<id>`, as the journal names what somebody acted through.
    pub session: Option<String>,
    /// The enrolled tablet the request came from, proved by its key.
    pub device: Option<DeviceId>,
    /// True when the tablet is revoked and may only hand in what it still holds: it is shown nothing any more.
    pub drain_only: bool,
    pub ip: String,
    pub request_id: String,
}

impl Actor {
    /// The house itself: migrations, seeds, clocks.
    pub fn system(office: OfficeId, account: AccountId) -> Self {
        Self {
            office,
            account,
            name: "system".to_owned(),
            roles: Vec::new(),
            scopes: Vec::new(),
            session: None,
            device: None,
            drain_only: false,
            ip: String::new(),
            request_id: "system".to_owned(),
        }
    }

    pub fn has_role(&self, role: Role) -> bool {
        self.roles.iter().any(|held| held.role == role)
    }

    /// The roles held, each once.
    pub fn role_list(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = self.roles.iter().map(|held| held.role).collect();
        roles.sort();
        roles.dedup();
        roles
    }

    /// The scope a permission gives this actor, or nothing when no role carries it.
    pub fn scope_for(&self, grants: &[(Role, Reach)]) -> Option<Scope> {
        let mut scope = Scope { office: self.office, account: self.account, ..Scope::nothing(self.office, self.account) };
        let mut granted = false;
        for held in &self.roles {
            for (_, reach) in grants.iter().filter(|(role, _)| *role == held.role) {
                match reach {
                    Reach::Assigned => scope.assigned = true,
                    Reach::Own => scope.own.add(&held.subtree),
                    Reach::Masked => scope.masked.add(&held.subtree),
                    Reach::Shelf => scope.shelf.add(&held.subtree),
                    Reach::Tenant => scope.own.add(&Orgs::All),
                    Reach::Oneself => {}
                    Reach::Scoped(wanted) => {
                        if !self.scopes.iter().any(|scope| scope == wanted) {
                            continue;
                        }
                        scope.own.add(&held.subtree);
                    }
                }
                granted = true;
            }
        }
        granted.then_some(scope)
    }

    /// True when some role of the actor carries the permission.
    pub fn may<P: Permission>(&self) -> bool {
        self.scope_for(P::GRANTS).is_some()
    }
}

/// What a query may see. Every store function takes one; there is no unscoped variant.
#[derive(Debug, Clone)]
pub struct Scope {
    pub office: OfficeId,
    pub account: AccountId,
    /// Organisations seen in full.
    pub own: Orgs,
    /// Organisations seen with masked fields.
    pub masked: Orgs,
    /// Organisations whose closed and archived files are seen in full.
    pub shelf: Orgs,
    /// Records the account is tied to, wherever they lie.
    pub assigned: bool,
}

impl Scope {
    fn nothing(office: OfficeId, account: AccountId) -> Self {
        Self { office, account, own: Orgs::None, masked: Orgs::None, shelf: Orgs::None, assigned: false }
    }

    /// Everything of an office, for the house itself.
    pub fn house(actor: &Actor) -> Self {
        Self { own: Orgs::All, ..Self::nothing(actor.office, actor.account) }
    }
}
