//! The pieces of work that are measured (W1, W2, W3, W6), and what is asked of each.

use platform::db::Engine;

/// One piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// W1: one file with its parties.
    Read,
    /// W2: a page of 50 of one station in one state.
    List,
    /// W3: a new file, by so many clients at once.
    Create(usize),
    /// W6: a two-character name.
    Search,
}

impl Work {
    pub const ALL: [Self; 5] = [Self::Read, Self::List, Self::Create(8), Self::Create(32), Self::Search];

    /// As it is printed.
    pub fn name(self) -> String {
        match self {
            Self::Read => "W1 read_case".to_owned(),
            Self::List => "W2 list_cases".to_owned(),
            Self::Create(clients) => format!("W3 create_case_{clients}"),
            Self::Search => "W6 search_name".to_owned(),
        }
    }

    pub fn connections(self) -> usize {
        if let Self::Create(clients) = self { clients } else { 16 }
    }

    /// Floor divided by ours must reach this; a search is held against reading one file instead.
    pub fn goal(self, engine: Engine) -> Option<f64> {
        match (self, engine) {
            (Self::Read, _) => Some(0.60),
            (Self::List, Engine::Sqlite) => Some(0.75),
            (Self::List, Engine::Postgres) => Some(0.60),
            (Self::Create(_), Engine::Sqlite) => Some(0.40),
            (Self::Create(_), Engine::Postgres) => Some(0.50),
            (Self::Search, _) => None,
        }
    }
}
