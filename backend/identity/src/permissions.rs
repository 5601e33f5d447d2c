//! Rights of this context.

use platform::permission;

permission!(
    /// Sees oneself, one's roles and rights.
    ReadMe = "identity.me.read",
    [
        PlatformAdmin: Oneself, SecurityAdmin: Oneself, Auditor: Oneself, FederationOfficer: Oneself, CommitteeDirector: Oneself,
        StationHead: Oneself, Registrar: Oneself, Mediator: Oneself, VolunteerLawyer: Oneself, SealKeeper: Oneself, Archivist: Oneself,
    ]
);
permission!(
    /// Asks for a tablet of one's own to be enrolled, and activates it.
    EnrolDevices = "identity.device.enrol",
    [
        FederationOfficer: Oneself, CommitteeDirector: Oneself, StationHead: Oneself, Registrar: Oneself, Mediator: Oneself,
        VolunteerLawyer: Oneself,
    ]
);
permission!(
    /// Sees every tablet of the office.
    ListDevices = "identity.device.list",
    [PlatformAdmin: Tenant, SecurityAdmin: Tenant, Auditor: Tenant]
);
permission!(
    /// Approves a tablet that somebody else asked for.
    ApproveDevices = "identity.device.approve",
    [SecurityAdmin: Tenant]
);
permission!(
    /// Revokes a tablet: administrators any, everybody else one's own.
    RevokeDevices = "identity.device.revoke",
    [
        PlatformAdmin: Tenant, SecurityAdmin: Tenant, Auditor: Oneself, FederationOfficer: Oneself, CommitteeDirector: Oneself,
        StationHead: Oneself, Registrar: Oneself, Mediator: Oneself, VolunteerLawyer: Oneself, SealKeeper: Oneself, Archivist: Oneself,
    ]
);
permission!(
    /// Changes one's own password.
    ChangeOwnPassword = "identity.me.change_password",
    [
        PlatformAdmin: Oneself, SecurityAdmin: Oneself, Auditor: Oneself, FederationOfficer: Oneself, CommitteeDirector: Oneself,
        StationHead: Oneself, Registrar: Oneself, Mediator: Oneself, VolunteerLawyer: Oneself, SealKeeper: Oneself, Archivist: Oneself,
    ]
);
permission!(
    /// Sees the organisation tree.
    ListOrgs = "identity.org.list",
    [
        PlatformAdmin: Tenant, SecurityAdmin: Tenant, Auditor: Tenant, FederationOfficer: Tenant, CommitteeDirector: Tenant,
        StationHead: Tenant, Registrar: Tenant, Mediator: Tenant, VolunteerLawyer: Tenant, SealKeeper: Tenant, Archivist: Tenant,
    ]
);
permission!(
    /// Sees who works here in a given role, to name a mediator.
    ListColleagues = "identity.colleague.list",
    [FederationOfficer: Tenant, CommitteeDirector: Tenant, StationHead: Tenant, Registrar: Tenant, Mediator: Tenant]
);
permission!(
    /// Sees the accounts of the office.
    ListAccounts = "identity.account.list",
    [PlatformAdmin: Tenant, SecurityAdmin: Tenant]
);
permission!(
    /// Opens an account; it holds no role yet.
    CreateAccounts = "identity.account.create",
    [PlatformAdmin: Tenant]
);
permission!(
    /// Shuts an account or opens it again.
    DisableAccounts = "identity.account.disable",
    [PlatformAdmin: Tenant, SecurityAdmin: Tenant]
);
permission!(
    /// Gives a role to an account, or takes it away.
    GrantRoles = "identity.role.grant",
    [SecurityAdmin: Tenant]
);
permission!(
    /// Replaces somebody's lost password and authenticator.
    ResetCredentials = "identity.account.reset_credential",
    [SecurityAdmin: Tenant]
);
permission!(
    /// Sees the integration clients.
    ListClients = "identity.client.list",
    [PlatformAdmin: Tenant, SecurityAdmin: Tenant]
);
permission!(
    /// Registers an integration client.
    RegisterClients = "identity.client.register",
    [PlatformAdmin: Tenant]
);
permission!(
    /// Gives a client a new secret.
    RotateClientSecrets = "identity.client.rotate_secret",
    [PlatformAdmin: Tenant, SecurityAdmin: Tenant]
);
permission!(
    /// Shuts an integration client for good.
    RevokeClients = "identity.client.revoke",
    [PlatformAdmin: Tenant, SecurityAdmin: Tenant]
);

/// This context's rows of the access matrix.
pub const ALL: &[(&str, &[(platform::access::Role, platform::access::Reach)])] = {
    use platform::access::Permission;
    &[
        (ReadMe::NAME, ReadMe::GRANTS),
        (EnrolDevices::NAME, EnrolDevices::GRANTS),
        (ListDevices::NAME, ListDevices::GRANTS),
        (ApproveDevices::NAME, ApproveDevices::GRANTS),
        (RevokeDevices::NAME, RevokeDevices::GRANTS),
        (ChangeOwnPassword::NAME, ChangeOwnPassword::GRANTS),
        (ListOrgs::NAME, ListOrgs::GRANTS),
        (ListColleagues::NAME, ListColleagues::GRANTS),
        (ListAccounts::NAME, ListAccounts::GRANTS),
        (CreateAccounts::NAME, CreateAccounts::GRANTS),
        (DisableAccounts::NAME, DisableAccounts::GRANTS),
        (GrantRoles::NAME, GrantRoles::GRANTS),
        (ResetCredentials::NAME, ResetCredentials::GRANTS),
        (ListClients::NAME, ListClients::GRANTS),
        (RegisterClients::NAME, RegisterClients::GRANTS),
        (RotateClientSecrets::NAME, RotateClientSecrets::GRANTS),
        (RevokeClients::NAME, RevokeClients::GRANTS),
    ]
};
