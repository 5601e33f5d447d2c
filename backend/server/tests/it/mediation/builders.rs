//! Case files in the words of the office: `app.a_case().between("张小梅", "李大伟").accepted().assigned().await`.
//!
//! Every step is a request of the one whose step it is, so that no file of a test could not have come about.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use platform::ids::AccountId;
use serde_json::{Value, json};

use super::file::{CASES, File};
use super::people::Person;
use super::sheets;
use crate::support::TestApp;

/// A file that is going to be.
pub struct Plan<'a> {
    app: &'a TestApp,
    applicant: Person,
    respondent: Person,
    child: Option<Person>,
    filer: String,
    mediator: String,
    approved: bool,
    changes: Vec<(&'static str, Value)>,
    deeds: Vec<Deed>,
}

/// What happens to a file, in the usual way.
#[derive(Debug, Clone)]
enum Deed {
    Accepted,
    Assigned,
    Notified,
    Mediating,
    Drafted(Terms),
    Settled,
    Signed,
    Sealed,
    AgreedOrally,
    Failed,
    Closing(&'static str),
    Closed,
}

/// What an agreement says: the usual terms, or those of a test.
pub type Terms = fn(&File<'_>) -> Vec<Value>;

impl TestApp {
    pub fn a_case(&self) -> Plan<'_> {
        Plan {
            app: self,
            applicant: Person::woman("张小梅", 11),
            respondent: Person::man("李大伟", 12),
            child: None,
            filer: "registrar".to_owned(),
            mediator: "mediator".to_owned(),
            approved: true,
            changes: Vec::new(),
            deeds: Vec::new(),
        }
    }
}

impl<'a> Plan<'a> {
    pub fn between(self, applicant: &str, respondent: &str) -> Self {
        self.of(Person::woman(applicant, 11), Person::man(respondent, 12))
    }

    pub fn of(mut self, applicant: Person, respondent: Person) -> Self {
        (self.applicant, self.respondent) = (applicant, respondent);
        self
    }

    pub fn with_child(mut self, child: Person) -> Self {
        self.child = Some(child);
        self
    }

    /// Filed by somebody else than the station's first registrar.
    pub fn by(mut self, username: &str) -> Self {
        self.filer = username.to_owned();
        self
    }

    /// Mediated by somebody else than the station's first mediator.
    pub fn mediated_by(mut self, username: &str) -> Self {
        self.mediator = username.to_owned();
        self
    }

    /// Assigned without the approval to see minors.
    pub fn without_approval(mut self) -> Self {
        self.approved = false;
        self
    }

    pub fn category(self, leaf: &str) -> Self {
        let leaf = json!(leaf);
        self.with("category", leaf)
    }

    /// Another field of the application.
    pub fn with(mut self, field: &'static str, value: Value) -> Self {
        self.changes.push((field, value));
        self
    }

    /// The application as it travels.
    pub fn application(&self) -> Value {
        let marriage = if self.child.is_some() { "MARRIED" } else { "NOT_APPLICABLE" };
        let relation = if self.child.is_some() { "SPOUSES" } else { "FIANCES" };
        let mut parties = vec![self.applicant.as_party("APPLICANT", 1, relation), self.respondent.as_party("RESPONDENT", 2, relation)];
        parties.extend(self.child.iter().map(|child| child.as_party("CHILD", 0, "PARENT_CHILD")));
        let mut body = json!({
            "stationId": self.app.place.station, "mode": "WRITTEN", "category": if self.child.is_some() { "D2" } else { "A3" },
            "source": "SELF", "summary": "双方因婚约财产发生纠纷，多次争吵。", "claims": ["请求返还部分彩礼"], "marriage": marriage,
            "informed": true, "readBack": true, "parties": parties,
        });
        for (field, value) in &self.changes {
            body[*field] = value.clone();
        }
        body
    }
}

/// Declares what a plan may hold, and what may be done to a file at hand.
macro_rules! deeds {
    (plan $($(#[$doc:meta])* $name:ident => $deed:expr;)*) => {
        impl Plan<'_> { $($(#[$doc])* pub fn $name(mut self) -> Self { self.deeds.push($deed); self })* }
    };
    (file $($name:ident => $deed:expr;)*) => {
        impl File<'_> { $(pub async fn $name(&mut self) -> &mut Self { self.perform($deed).await; self })* }
    };
}
deeds! { plan
    accepted => Deed::Accepted;
    assigned => Deed::Assigned;
    notified => Deed::Notified;
    /// A first session to which both came.
    mediating => Deed::Mediating;
    settled => Deed::Settled;
    /// Marked by both parties and the mediator.
    signed => Deed::Signed;
    sealed => Deed::Sealed;
    agreed_orally => Deed::AgreedOrally;
    failed => Deed::Failed;
    /// Failed and told where to turn.
    closing_failed => Deed::Closing("N1");
    closing_agreed => Deed::Closing("S1");
    closing_oral => Deed::Closing("S2");
    closed => Deed::Closed;
}
deeds! { file
    accepted => Deed::Accepted;
    assigned => Deed::Assigned;
    notified => Deed::Notified;
    mediating => Deed::Mediating;
    settled => Deed::Settled;
    signed => Deed::Signed;
    sealed => Deed::Sealed;
    agreed_orally => Deed::AgreedOrally;
    failed => Deed::Failed;
    closing_failed => Deed::Closing("N1");
    closing_agreed => Deed::Closing("S1");
    closed => Deed::Closed;
}

impl Plan<'_> {
    pub fn drafted(mut self, terms: Terms) -> Self {
        self.deeds.push(Deed::Drafted(terms));
        self
    }

    /// From the application to the agreement in force.
    pub fn agreed(self, terms: Terms) -> Self {
        self.accepted().assigned().notified().mediating().drafted(terms).settled().signed().sealed()
    }
}

impl<'a> IntoFuture for Plan<'a> {
    type Output = File<'a>;
    type IntoFuture = Pin<Box<dyn Future<Output = File<'a>> + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let reply = self.app.person(&self.filer).await.post(CASES, &self.application()).await.expect(201);
            let mediator = self.account(&self.mediator).await;
            let mut file = File {
                app: self.app,
                id: reply.json["id"].as_str().unwrap().to_owned(),
                version: reply.version(),
                applicant: self.applicant,
                respondent: self.respondent,
                child: self.child,
                mediator,
                mediator_name: self.mediator,
                filer_name: self.filer,
                approved: self.approved,
            };
            for deed in self.deeds {
                file.perform(deed).await;
            }
            file
        })
    }
}

impl Plan<'_> {
    async fn account(&self, username: &str) -> AccountId {
        let me = self.app.person(username).await.get("/api/v1/me").await.expect(200);
        serde_json::from_value(me.json["account"]["id"].clone()).unwrap()
    }
}

impl File<'_> {
    /// Drafts an agreement with these terms.
    pub async fn drafted(&mut self, clauses: &[Value]) -> &mut Self {
        let body = sheets::draft(self, clauses);
        self.mediate("draft-agreement", &body).await;
        self
    }

    /// Settles the newest draft.
    async fn settle(&mut self) {
        let hash = self.agreement().await["textHash"].clone();
        self.mediate("settle", &json!({"textHash": hash})).await;
    }

    /// Puts a party's mark, or the mediator's, under the newest text.
    pub async fn marked_by(&mut self, party: Option<&Person>) -> &mut Self {
        let body = sheets::mark(&self.agreement().await, party);
        self.mediate("sign", &body).await;
        self
    }

    async fn perform(&mut self, deed: Deed) {
        let app = self.app;
        match deed {
            Deed::Accepted => {
                let registrar = app.person(&self.filer_name).await;
                self.step(&registrar, "accept", &json!({"partiesConsent": true, "difficulty": "ORDINARY"})).await;
            }
            Deed::Assigned => {
                let body = json!({"mode": "ASSIGNED", "mediators": [self.mediator], "minorsApproved": self.approved});
                let head = app.committee_director().await;
                self.step(&head, "assign", &body).await;
            }
            Deed::Notified => {
                for party in [self.applicant.clone(), self.respondent.clone()] {
                    let body = sheets::notice(self, &party);
                    self.mediate("notify", &body).await;
                }
            }
            Deed::Mediating => {
                let body = sheets::minutes(self, &self.sides());
                self.mediate("hold-session", &body).await;
            }
            Deed::Drafted(terms) => {
                let clauses = terms(self);
                self.drafted(&clauses).await;
            }
            Deed::Settled => self.settle().await,
            Deed::Signed => {
                for party in [Some(self.applicant.clone()), Some(self.respondent.clone()), None] {
                    self.marked_by(party.as_ref()).await;
                }
            }
            Deed::Sealed => {
                let body = sheets::seal(&self.agreement().await);
                let keeper = app.seal_keeper().await;
                self.step(&keeper, "seal-agreement", &body).await;
            }
            Deed::AgreedOrally => {
                let body = sheets::oral(self, &sheets::living_terms(), &self.sides());
                self.mediate("record-oral-agreement", &body).await;
            }
            Deed::Failed => {
                self.mediate("fail", &json!({"reason": "双方分歧过大，不能达成一致。"})).await;
            }
            Deed::Closing(outcome) => {
                if outcome == "N1" {
                    let body = sheets::remedies(self, outcome);
                    self.mediate("serve-remedy-notice", &body).await;
                } else {
                    let body = sheets::follow_up(self, self.mediator);
                    self.mediate("follow-up", &body).await;
                }
                let body = sheets::closing(self, outcome);
                self.mediate("request-closing", &body).await;
            }
            Deed::Closed => {
                let head = app.station_head().await;
                self.step(&head, "close", &json!({"opinion": "材料齐全，程序合法，同意结案。"})).await;
            }
        }
    }
}
