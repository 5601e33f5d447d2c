//! More people in the county of a test, their letters of appointment, and the passing of time.

use chrono::{NaiveDate, TimeDelta};
use identity::NewAccount;
use platform::access::Role;
use platform::calendar::{local_date, start_of_local_day};
use platform::http::Version;
use platform::ids::{AccountId, OrgId};
use platform::password::{HashCost, Hasher};
use serde_json::{Value, json};

use super::app::{PASSWORD, SECRET, TestApp};
use super::clients::Client;

impl TestApp {
    /// The local day it is.
    pub fn today(&self) -> NaiveDate {
        local_date(self.clock.now())
    }

    /// Moves on to an hour of a later day; whoever acts then signs in anew.
    pub fn go_to(&self, day: NaiveDate, hour: i64) {
        let then = start_of_local_day(day) + TimeDelta::hours(hour);
        let ahead = then - self.clock.now();
        assert!(ahead >= TimeDelta::zero(), "time does not run backwards");
        self.clock.advance(ahead);
        self.sessions.borrow_mut().clear();
    }

    /// Whoever acts next signs in anew.
    pub fn sessions_over(&self) {
        self.sessions.borrow_mut().clear();
    }

    /// Moves on by days, to the same hour.
    pub fn days_later(&self, days: i64) {
        self.clock.advance(TimeDelta::days(days));
        self.sessions.borrow_mut().clear();
    }

    /// Opens an account that holds one role at one place.
    pub async fn engage(&self, username: &str, name: &str, role: Role, org: OrgId) -> AccountId {
        let id = AccountId::new();
        let hasher = Hasher::new(HashCost::TEST, testkit::keys().password_pepper(), 1).unwrap();
        let new = NewAccount {
            id,
            username: username.to_owned(),
            name: name.to_owned(),
            password_hash: hasher.hash_blocking(PASSWORD).unwrap(),
            totp_secret: Some(SECRET.to_vec()),
        };
        let open = move |tx: &mut platform::db::Tx<'_>| {
            let enrolled = identity::create_account(tx, new.clone())?;
            identity::grant_role(tx, id, Version(enrolled.version), role, org)
        };
        self.db.transact(Self::house(self.place.office), open).await.unwrap();
        id
    }

    /// The director appoints somebody as mediator from a day to a day.
    pub async fn appoint(&self, account: AccountId, from: NaiveDate, until: NaiveDate) -> Value {
        let letter = json!({
            "accountId": account, "committeeId": self.place.committee, "kind": "MEDIATOR", "letterNo": "清婚调聘字第01号",
            "validFrom": from, "validUntil": until, "birthDate": "1980-05-01",
        });
        self.committee_director().await.post("/api/v1/mediation/appointments", &letter).await.expect(201).json
    }

    /// The holder of the mediator's role, appointed for the years around the test.
    pub async fn appointed(&self) -> &Self {
        self.appoint(self.accounts[&Role::Mediator], day(2025, 1, 1), day(2027, 12, 31)).await;
        self
    }

    /// Another appointed mediator of the station.
    pub async fn another_mediator(&self, username: &str) -> AccountId {
        let id = self.engage(username, "赵敏慧", Role::Mediator, self.place.station).await;
        self.appoint(id, day(2025, 1, 1), day(2027, 12, 31)).await;
        id
    }

    /// The public holidays of the years around the test, as the command line imports them.
    pub async fn with_holidays(&self) -> &Self {
        let import = |tx: &mut platform::db::Tx<'_>| people::import_holidays(tx, people::HOLIDAYS).map(|_| ());
        self.db.transact(Self::house(self.place.office), import).await.unwrap();
        self
    }

    /// What the auditor finds in the journal about one object, oldest first.
    pub async fn facts_of(&self, object: &str) -> Vec<Value> {
        let auditor: Client = self.auditor().await;
        let mut facts = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = auditor.get(&format!("/api/v1/audit/facts?objectId={object}&limit=200{cursor}")).await.expect(200).json;
            facts.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(next) = page["nextCursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        facts.reverse();
        facts
    }
}

/// A day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}
