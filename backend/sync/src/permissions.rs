//! Rights of this context.

use platform::permission;

permission!(
    /// Takes along on a tablet what one may carry; the records themselves ask for their own rights.
    PullChanges = "sync.pull",
    [
        FederationOfficer: Oneself, CommitteeDirector: Oneself, StationHead: Oneself, Registrar: Oneself, Mediator: Oneself,
        VolunteerLawyer: Oneself,
    ]
);

/// This context's rows of the access matrix.
pub const ALL: &[(&str, &[(platform::access::Role, platform::access::Reach)])] = {
    use platform::access::Permission;
    &[(PullChanges::NAME, PullChanges::GRANTS)]
};
