//! Rights of this context.

use platform::permission;

permission!(
    /// Looks up administrative divisions.
    ListDivisions = "people.division.list",
    [
        PlatformAdmin: Tenant, SecurityAdmin: Tenant, Auditor: Tenant, FederationOfficer: Tenant, CommitteeDirector: Tenant,
        StationHead: Tenant, Registrar: Tenant, Mediator: Tenant, VolunteerLawyer: Tenant, SealKeeper: Tenant, Archivist: Tenant,
    ]
);
permission!(
    /// Looks up holidays and make-up working days.
    ListHolidays = "people.holiday.list",
    [
        PlatformAdmin: Tenant, SecurityAdmin: Tenant, Auditor: Tenant, FederationOfficer: Tenant, CommitteeDirector: Tenant,
        StationHead: Tenant, Registrar: Tenant, Mediator: Tenant, VolunteerLawyer: Tenant, SealKeeper: Tenant, Archivist: Tenant,
    ]
);

/// This context's rows of the access matrix.
pub const ALL: &[(&str, &[(platform::access::Role, platform::access::Reach)])] = {
    use platform::access::Permission;
    &[(ListDivisions::NAME, ListDivisions::GRANTS), (ListHolidays::NAME, ListHolidays::GRANTS)]
};
