//! Identifiers of the records inside one case file.

platform::id_type!(
    /// A representative of a party.
    RepresentativeId
);
platform::id_type!(
    /// A tie between an account and a case file.
    TieId
);
platform::id_type!(
    /// One promise to be kept.
    PerformanceItemId
);
platform::id_type!(
    /// An explicit refusal of a party.
    RefusalId
);
platform::id_type!(
    /// One suspension of the mediation.
    SuspensionId
);
