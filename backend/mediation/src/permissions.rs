//! The rights of this context: each is a row of the access matrix (`docs/access-matrix.md`).

use platform::permission;

permission!(
    /// Sees the list of files.
    ListCases = "mediation.case.list",
    [FederationOfficer: Own, CommitteeDirector: Own, StationHead: Masked, Registrar: Assigned, Registrar: Masked, Mediator: Assigned,
     VolunteerLawyer: Assigned, SealKeeper: Masked, Archivist: Shelf]
);
permission!(
    /// Opens a file; how much of it is seen follows from the reach.
    ReadCases = "mediation.case.read",
    [FederationOfficer: Own, CommitteeDirector: Own, StationHead: Masked, Registrar: Assigned, Registrar: Masked, Mediator: Assigned,
     VolunteerLawyer: Assigned, SealKeeper: Masked, Archivist: Shelf]
);
permission!(
    /// Reads papers and prints them.
    PrintPapers = "mediation.case.print",
    [FederationOfficer: Own, CommitteeDirector: Own, Registrar: Assigned, Mediator: Assigned, Archivist: Shelf]
);
permission!(
    /// Finds a file by a party's exact document number.
    SearchExactly = "mediation.party.search_exact",
    [FederationOfficer: Own, CommitteeDirector: Own, StationHead: Masked, Registrar: Own, Mediator: Own]
);
permission!(
    /// Unmasks one field of one party, with a reason.
    RevealParties = "mediation.party.reveal",
    [FederationOfficer: Own, CommitteeDirector: Own, Registrar: Assigned, Mediator: Assigned]
);
permission!(
    /// Sees who has looked at a file.
    ReadCaseReaders = "mediation.case.read_access",
    [FederationOfficer: Own, CommitteeDirector: Own, Mediator: Assigned]
);
permission!(
    /// Takes down an application.
    FileCases = "mediation.case.file",
    [FederationOfficer: Own, CommitteeDirector: Own, StationHead: Own, Registrar: Own, Mediator: Own,
     IntegrationClient: Scoped("cases.intake")]
);
permission!(
    /// Reads no more than state and number of a file.
    ReadCaseStatus = "mediation.case.read_status",
    [IntegrationClient: Scoped("cases.status.read")]
);
permission!(
    /// Takes a dispute on.
    AcceptCases = "mediation.case.accept",
    [FederationOfficer: Own, CommitteeDirector: Own, StationHead: Own, Registrar: Assigned]
);
permission!(
    /// Declines a dispute, names mediators, decides on recusal, reviews closings.
    DirectCases = "mediation.case.direct",
    [FederationOfficer: Own, CommitteeDirector: Own, StationHead: Own]
);
permission!(
    /// Works on an assigned file.
    Mediate = "mediation.case.mediate",
    [Mediator: Assigned]
);
permission!(
    /// What registrar and mediator may both do: refusals, evidence, representatives, service addresses, recusal requests.
    AttendCases = "mediation.case.attend",
    [Registrar: Assigned, Mediator: Assigned]
);
permission!(
    /// Brings photos, recordings and scans to a file.
    AddAttachments = "mediation.attachment.add",
    [Registrar: Assigned, Mediator: Assigned]
);
permission!(
    /// Sees and opens what was brought.
    ReadAttachments = "mediation.attachment.read",
    [FederationOfficer: Own, CommitteeDirector: Own, Registrar: Assigned, Mediator: Assigned, Archivist: Shelf]
);
permission!(
    /// Ends a mediation, before or after assignment, and serves the notice of remedies.
    EndCases = "mediation.case.end",
    [FederationOfficer: Own, CommitteeDirector: Own, StationHead: Own, Registrar: Assigned, Mediator: Assigned]
);
permission!(
    /// Visits the parties after the agreement.
    FollowUpCases = "mediation.case.follow_up",
    [FederationOfficer: Own, CommitteeDirector: Own, StationHead: Own, Mediator: Assigned]
);
permission!(
    /// Puts the committee's seal.
    SealAgreements = "mediation.agreement.seal",
    [SealKeeper: Own]
);
permission!(
    /// Explains gaps of a volume.
    ExplainVolumes = "mediation.dossier.explain",
    [Registrar: Assigned, Mediator: Assigned, Archivist: Shelf]
);
permission!(
    /// Takes a volume into the archive.
    ArchiveCases = "mediation.case.archive",
    [Archivist: Shelf]
);
permission!(
    /// Reopens a closed file, seals and unseals it.
    ReopenCases = "mediation.case.reopen",
    [FederationOfficer: Own, CommitteeDirector: Own]
);
permission!(
    /// Seals a file.
    SealCases = "mediation.case.seal",
    [FederationOfficer: Own, CommitteeDirector: Own, Mediator: Assigned]
);
permission!(
    /// Sees what is due for herself.
    ReadTasks = "mediation.tasks.read",
    [FederationOfficer: Oneself, CommitteeDirector: Oneself, StationHead: Oneself, Registrar: Oneself, Mediator: Oneself,
     VolunteerLawyer: Oneself, SealKeeper: Oneself, Archivist: Oneself, Auditor: Oneself, SecurityAdmin: Oneself, PlatformAdmin: Oneself]
);
permission!(
    /// Reads word lists, categories, clause templates and the lifecycle.
    ReadVocabulary = "mediation.vocabulary.read",
    [FederationOfficer: Oneself, CommitteeDirector: Oneself, StationHead: Oneself, Registrar: Oneself, Mediator: Oneself,
     VolunteerLawyer: Oneself, SealKeeper: Oneself, Archivist: Oneself, IntegrationClient: Oneself]
);
permission!(
    /// Sees appointments of mediators.
    ReadAppointments = "mediation.appointment.read",
    [FederationOfficer: Own, CommitteeDirector: Own, StationHead: Own, Registrar: Own, Mediator: Own]
);
permission!(
    /// Appoints mediators and suspends appointments.
    Appoint = "mediation.appointment.change",
    [FederationOfficer: Own, CommitteeDirector: Own]
);
permission!(
    /// Counts files, for the office and for integrators with `stats.read`.
    ReadFigures = "mediation.figures.read",
    [FederationOfficer: Own, CommitteeDirector: Own, StationHead: Own, IntegrationClient: Scoped("stats.read")]
);

/// Every right of this context with its row of the access matrix.
pub const ALL: &[(&str, &[(platform::access::Role, platform::access::Reach)])] = {
    use platform::access::Permission;
    &[
        (ListCases::NAME, ListCases::GRANTS),
        (ReadCases::NAME, ReadCases::GRANTS),
        (PrintPapers::NAME, PrintPapers::GRANTS),
        (SearchExactly::NAME, SearchExactly::GRANTS),
        (RevealParties::NAME, RevealParties::GRANTS),
        (ReadCaseReaders::NAME, ReadCaseReaders::GRANTS),
        (FileCases::NAME, FileCases::GRANTS),
        (ReadCaseStatus::NAME, ReadCaseStatus::GRANTS),
        (AcceptCases::NAME, AcceptCases::GRANTS),
        (DirectCases::NAME, DirectCases::GRANTS),
        (Mediate::NAME, Mediate::GRANTS),
        (AttendCases::NAME, AttendCases::GRANTS),
        (AddAttachments::NAME, AddAttachments::GRANTS),
        (ReadAttachments::NAME, ReadAttachments::GRANTS),
        (EndCases::NAME, EndCases::GRANTS),
        (FollowUpCases::NAME, FollowUpCases::GRANTS),
        (SealAgreements::NAME, SealAgreements::GRANTS),
        (ExplainVolumes::NAME, ExplainVolumes::GRANTS),
        (ArchiveCases::NAME, ArchiveCases::GRANTS),
        (ReopenCases::NAME, ReopenCases::GRANTS),
        (SealCases::NAME, SealCases::GRANTS),
        (ReadTasks::NAME, ReadTasks::GRANTS),
        (ReadVocabulary::NAME, ReadVocabulary::GRANTS),
        (ReadAppointments::NAME, ReadAppointments::GRANTS),
        (Appoint::NAME, Appoint::GRANTS),
        (ReadFigures::NAME, ReadFigures::GRANTS),
    ]
};
