//! What mediators bring to a file, act by act, and how far each file comes.

use casefile::cases::{Dossier, Step};
use chrono::{DateTime, TimeDelta, Utc};
use platform::calendar::local_date;
use platform::ids::{AccountId, Id, PartyId};
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::words::text;

/// A file at the moment of an act.
pub struct Scene<'a> {
    pub dossier: &'a Dossier,
    pub mediators: [AccountId; 2],
    pub now: DateTime<Utc>,
    pub dice: StdRng,
}

/// A step and what it brings.
pub struct Act {
    pub step: Step,
    pub body: fn(&mut Scene<'_>) -> Value,
}

/// From the application to the agreement under seal.
pub const ACTS: [Act; 12] = [
    Act { step: Step::Accept, body: |_| json!({"partiesConsent": true, "difficulty": "ORDINARY"}) },
    Act { step: Step::Assign, body: |scene| json!({"mode": "ASSIGNED", "mediators": scene.mediators}) },
    Act { step: Step::Notify, body: |scene| scene.notice(0) },
    Act { step: Step::Notify, body: |scene| scene.notice(1) },
    Act { step: Step::Investigate, body: |scene| scene.investigation() },
    Act { step: Step::OpenSession, body: |scene| scene.minutes() },
    Act { step: Step::DraftAgreement, body: |scene| scene.agreement() },
    Act { step: Step::Settle, body: |scene| json!({"textHash": scene.sheet().1}) },
    Act { step: Step::Sign, body: |scene| scene.mark(Some(0)) },
    Act { step: Step::Sign, body: |scene| scene.mark(Some(1)) },
    Act { step: Step::Sign, body: |scene| scene.mark(None) },
    Act {
        step: Step::Seal,
        body: |scene| {
            let (paper, hash) = scene.sheet();
            json!({"paperId": paper, "textHash": hash})
        },
    },
];

/// How many of the acts the files of a mediator have behind them, in turn: a fifth each is assigned only, notified, investigated,
/// in session, and agreed.
const FAR: [usize; 5] = [2, 4, 5, 6, ACTS.len()];

/// Whether the `at`-th file of a mediator comes to the `n`-th act.
pub fn comes_to(at: usize, n: usize) -> bool {
    FAR.get(at % FAR.len()).is_some_and(|far| n < *far)
}

impl Scene<'_> {
    fn side(&self, which: usize) -> Option<PartyId> {
        self.dossier.signing_parties().nth(which).map(|party| party.id)
    }

    fn lead(&self) -> AccountId {
        let [lead, _] = self.mediators;
        lead
    }

    fn notice(&mut self, which: usize) -> Value {
        json!({"notice": {"partyId": self.side(which), "notifiedOn": local_date(self.now), "delivery": "WRITTEN", "language": "普通话",
            "openness": "CLOSED", "mediator": self.lead()}})
    }

    fn investigation(&mut self) -> Value {
        let asked: Vec<Value> = (0..5).map(|_| json!({"question": text(&mut self.dice, 16), "answer": text(&mut self.dice, 60)})).collect();
        json!({"investigation": {
            "startedAt": self.now - TimeDelta::minutes(70), "endedAt": self.now - TimeDelta::minutes(10),
            "place": "社区居民委员会调解室", "personName": "社区网格员", "personRelation": "邻里", "personPhone": "13712345678",
            "readBack": true, "record": asked, "investigators": self.mediators,
        }})
    }

    fn minutes(&mut self) -> Value {
        let attendance: Vec<Value> = self.dossier.signing_parties().map(|party| json!({"partyId": party.id, "present": true})).collect();
        json!({"minutes": {
            "sessionNo": 1, "startedAt": self.now - TimeDelta::minutes(100), "endedAt": self.now - TimeDelta::minutes(10),
            "place": "街道调解工作站调解室", "openness": "CLOSED", "noticeConfirmed": true, "attendance": attendance,
            "mediators": self.mediators, "record": text(&mut self.dice, 400), "result": "CONTINUE",
        }})
    }

    fn agreement(&mut self) -> Value {
        let (payee, payer) = (self.side(0), self.side(1));
        let name = |id: Option<PartyId>| id.and_then(|id| self.dossier.party(id)).map(|party| party.name().to_owned()).unwrap_or_default();
        let (receives, pays) = (name(payee), name(payer));
        let (due, yuan) = (local_date(self.now) + TimeDelta::days(30), self.dice.random_range(10..900) * 100);
        let clauses = [
            json!({"id": Id::new(), "kind": "LIVING_ARRANGEMENT", "text": "双方共同承担家务，遇事先商量，互相尊重，孝敬双方父母。"}),
            json!({"id": Id::new(), "kind": "COMPENSATION", "amountFen": yuan * 100, "cycle": "ONCE", "firstDueOn": due,
                "method": "银行转账", "payerPartyId": payer, "payeePartyId": payee,
                "text": format!("{pays}于{due}前以银行转账方式支付{receives}家庭开支补偿款人民币{yuan}元。")}),
        ];
        let warnings: Vec<Value> = (1..=7).map(|n| json!({"code": format!("W{n}")})).collect();
        json!({"agreement": {"versionNo": 1, "facts": text(&mut self.dice, 150), "issues": text(&mut self.dice, 30), "clauses": clauses,
            "method": "银行转账", "place": "清源县", "term": "按各条约定", "copies": 3, "datedOn": local_date(self.now),
            "acknowledged": warnings}})
    }

    /// The agreement's paper and the hash of its text.
    fn sheet(&self) -> (Value, Value) {
        let agreement = self.dossier.agreement();
        agreement.map_or((Value::Null, Value::Null), |agreement| (json!(agreement.paper.id), json!(agreement.paper.text_hash)))
    }

    fn mark(&mut self, which: Option<usize>) -> Value {
        let (paper, hash) = self.sheet();
        let mut mark = json!({"paperId": paper, "textHash": hash, "kind": "SIGNATURE", "strokes": self.signature()});
        if let (Some(party), Some(fields)) = (which.and_then(|which| self.side(which)), mark.as_object_mut()) {
            fields.insert("partyId".to_owned(), json!(party));
        }
        json!({"mark": mark})
    }

    /// Three characters by hand, as the signature pad reports them: a tenth of a pixel, a millisecond, a thousandth of the pressure.
    fn signature(&mut self) -> Value {
        let dice = &mut self.dice;
        let mut clock = 0;
        let tenths = |n: i32| f64::from(n) / 10.0;
        let lines: Vec<Value> = (0..10)
            .map(|line| {
                let (mut x, mut y) = (300 + line * 260, dice.random_range(200..1_000));
                let points = (0..12).map(|_| {
                    x += dice.random_range(-20..90);
                    y += dice.random_range(-70..90);
                    clock += dice.random_range(16..20);
                    json!([tenths(x), tenths(y), clock, f64::from(dice.random_range(200..800)) / 1_000.0])
                });
                let points: Vec<Value> = points.collect();
                clock += 150;
                Value::Array(points)
            })
            .collect();
        json!({"width": 320, "height": 140, "lines": lines})
    }
}
