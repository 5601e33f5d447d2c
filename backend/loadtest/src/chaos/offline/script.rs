//! What a mediator does in a village: the next act on a file, as its state allows, at random.

use casefile::carried::Carried;
use casefile::cases::{Dossier, Paper, State};
use casefile::papers::PaperContent;
use casefile::vocabulary::{FormCode, MarkRole, PaperState};
use chrono::{DateTime, TimeDelta, Utc};
use platform::calendar::local_date;
use platform::ids::{AccountId, PartyId};
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

/// An act: the last part of the address, and what it brings.
pub type Act = (&'static str, Value);

/// The situation in which the next act is thought of.
pub struct Scene<'a> {
    pub file: &'a Carried,
    pub by: AccountId,
    pub at: DateTime<Utc>,
}

impl Scene<'_> {
    fn dossier(&self) -> &Dossier {
        &self.file.dossier
    }

    fn sides(&self) -> Vec<PartyId> {
        self.dossier().signing_parties().map(|party| party.id).collect()
    }

    /// Something that may be done now; None when nothing comes to mind.
    pub fn act(&self, dice: &mut StdRng) -> Option<Act> {
        let roll = dice.random_range(0..100);
        let aside = roll < 38;
        match self.file.head.state {
            State::Applied | State::Accepted => self.aside(dice),
            State::Assigned if !aside => self.notify(dice),
            State::Notified | State::Investigating if !aside => match roll % 3 {
                0 => Some(self.investigate()),
                1 => self.notify(dice),
                _ => Some(self.session(dice)),
            },
            State::Mediating if !aside => match roll % 8 {
                0 => Some(self.session(dice)),
                1 => Some(self.investigate()),
                2 => Some(self.oral()),
                3 | 4 => self.settle().or_else(|| self.draft(dice)),
                _ => self.draft(dice),
            },
            State::AgreedPending if !aside => match roll % 10 {
                0 => Some(("revise", json!({"reason": "当事人要求改动付款期限"}))),
                _ => self.sign(dice),
            },
            State::Agreed | State::Performing if !aside => match roll % 4 {
                0 => Some(self.follow_up()),
                1 if self.file.head.state == State::Agreed => Some(("schedule-performance", json!({"items": []}))),
                _ => self.receipt(dice).or_else(|| Some(self.follow_up())),
            },
            State::Performed => Some(self.follow_up()),
            _ => self.aside(dice),
        }
    }

    /// What may be added to a file in nearly every state.
    fn aside(&self, dice: &mut StdRng) -> Option<Act> {
        match dice.random_range(0..10) {
            0..3 => Some(self.evidence(dice)),
            3..6 => self.correct(dice),
            6..8 => self.address(dice),
            _ => self.refusal(dice),
        }
    }

    fn somebody(&self, dice: &mut StdRng) -> Option<PartyId> {
        let sides = self.sides();
        if sides.is_empty() { None } else { sides.get(dice.random_range(0..sides.len())).copied() }
    }

    fn notify(&self, dice: &mut StdRng) -> Option<Act> {
        let missing = self.dossier().parties_without_notice();
        let party = missing.first().copied().or_else(|| self.somebody(dice))?;
        let delivery = if dice.random_bool(0.8) { "WRITTEN" } else { "ORAL" };
        Some((
            "notify",
            json!({"notice": {"partyId": party, "notifiedOn": local_date(self.at), "delivery": delivery, "language": "普通话",
                "witness": "社区网格员", "openness": "CLOSED", "mediator": self.by}}),
        ))
    }

    fn investigate(&self) -> Act {
        let body = json!({"investigation": {
            "startedAt": self.at - TimeDelta::minutes(70), "endedAt": self.at - TimeDelta::minutes(10), "place": "社区调解室",
            "personName": "社区网格员", "personRelation": "邻里", "personPhone": "13712345678", "readBack": true,
            "record": [{"question": "您了解双方的情况吗？", "answer": "了解一些，近来常有争吵。"}], "investigators": [self.by],
        }});
        ("investigate", body)
    }

    fn session(&self, dice: &mut StdRng) -> Act {
        let attendance: Vec<Value> = self.sides().iter().map(|id| json!({"partyId": id, "present": true})).collect();
        let body = json!({"minutes": {
            "sessionNo": self.dossier().sessions().count() + 1, "startedAt": self.at - TimeDelta::minutes(100),
            "endedAt": self.at - TimeDelta::minutes(10), "place": "街道调解工作站调解室", "openness": "CLOSED", "noticeConfirmed": true,
            "attendance": attendance, "mediators": [self.by], "result": "CONTINUE",
            "record": format!("调解员告知双方权利义务，双方分别陈述，表示愿意继续协商。记录编号{}。", dice.random_range(1000..9999)),
        }});
        ("hold-session", body)
    }

    fn evidence(&self, dice: &mut StdRng) -> Act {
        let today = local_date(self.at);
        let name = format!("转账记录{}", dice.random_range(1000..9999));
        let body = json!({"evidence": {"datedOn": today, "items": [{"name": name, "kind": "书证", "provider": "当事人",
            "original": false, "pages": 2, "proves": "家庭开支", "receivedBy": self.by, "receivedOn": today}]}});
        ("add-evidence", body)
    }

    fn address(&self, dice: &mut StdRng) -> Option<Act> {
        let party = self.dossier().party(self.somebody(dice)?)?;
        let street = format!("清源县栖霞街道桂花巷{}号", dice.random_range(1..999));
        Some((
            "confirm-service-address",
            json!({"address": {"partyId": party.id, "recipient": party.name(), "address": street,
            "informedOfConsequences": true, "confirmedOn": local_date(self.at)}}),
        ))
    }

    fn refusal(&self, dice: &mut StdRng) -> Option<Act> {
        let open = self.dossier().refusals.iter().find(|refusal| refusal.withdrawn_at.is_none());
        match open {
            Some(refusal) => Some(("withdraw-refusal", json!({"refusalId": refusal.id}))),
            // a refusal stops the mediation: rarely, or little else would happen
            None if dice.random_bool(0.4) => {
                Some(("record-refusal", json!({"partyId": self.somebody(dice)?, "words": "我不同意再调了。"})))
            }
            None => None,
        }
    }

    fn correct(&self, dice: &mut StdRng) -> Option<Act> {
        let party = self.dossier().party(self.somebody(dice)?)?;
        let (field, now) = match dice.random_range(0..3) {
            0 => ("OCCUPATION", party.particulars.occupation.clone()),
            1 => ("EMPLOYER", party.particulars.employer.clone()),
            _ => ("EDUCATION", party.particulars.education.clone()),
        };
        let value = format!("更正{}", dice.random_range(1000..9999));
        let change = json!({"field": field, "partyId": party.id, "base": now, "value": value});
        Some(("correct-particulars", json!({"changes": [change], "reason": "当面核对后更正"})))
    }

    fn clauses(&self, dice: &mut StdRng) -> Vec<Value> {
        let sides = self.sides();
        let (Some(applicant), Some(respondent)) = (sides.first(), sides.get(1)) else { return Vec::new() };
        let name = |id| self.dossier().party(id).map(|party| party.name().to_owned()).unwrap_or_default();
        let due = local_date(self.at) + TimeDelta::days(20);
        let yuan = dice.random_range(10..90) * 100;
        let id = |dice: &mut StdRng| platform::uuid::Builder::from_random_bytes(dice.random()).into_uuid();
        vec![
            json!({"id": id(dice), "kind": "LIVING_ARRANGEMENT", "text": "双方共同承担家务，遇事先商量，互相尊重，孝敬双方父母。"}),
            json!({"id": id(dice), "kind": "COMPENSATION", "amountFen": yuan * 100, "cycle": "ONCE", "firstDueOn": due, "method": "银行转账",
                "text": format!("{}于{due}前以银行转账方式支付{}家庭开支补偿款人民币{yuan}元。", name(*respondent), name(*applicant)),
                "payerPartyId": respondent, "payeePartyId": applicant}),
        ]
    }

    /// The sheet that is being worked on.
    fn working(&self) -> Option<&Paper> {
        self.dossier().papers_of(FormCode::F11).find(|paper| paper.state == PaperState::Draft)
    }

    /// A new sheet, or one field of the present one changed, written from the sheet as it was read.
    fn draft(&self, dice: &mut StdRng) -> Option<Act> {
        let pen = dice.random_range(100..999);
        if let Some(PaperContent::Agreement(sheet)) = self.working().map(|paper| &paper.content) {
            let base = serde_json::to_value(sheet).ok()?;
            let mut mine = base.clone();
            let (field, value) = match dice.random_range(0..4) {
                0 => ("facts", json!(format!("双方因家务分担和家庭开支争吵，经核实第{pen}次。"))),
                1 => ("issues", json!(format!("家务分担、家庭开支（{pen}）"))),
                2 => ("term", json!(format!("按各条约定，备注{pen}"))),
                _ => ("clauses", json!(self.clauses(dice))),
            };
            mine.as_object_mut()?.insert(field.to_owned(), value);
            return Some(("draft-agreement", json!({"agreement": mine, "base": base})));
        }
        let warnings: Vec<Value> = (1..=7).map(|n| json!({"code": format!("W{n}")})).collect();
        let sheet = json!({"versionNo": 1, "facts": "双方因家务分担和家庭开支争吵。", "issues": "家务分担、家庭开支",
            "clauses": self.clauses(dice), "method": "银行转账", "place": "清源县", "term": "按各条约定", "copies": 3,
            "datedOn": local_date(self.at), "acknowledged": warnings});
        Some(("draft-agreement", json!({"agreement": sheet})))
    }

    fn settle(&self) -> Option<Act> {
        Some(("settle", json!({"textHash": self.working()?.text_hash.clone()?})))
    }

    fn sign(&self, dice: &mut StdRng) -> Option<Act> {
        let paper = self.dossier().agreement()?.paper;
        let points: Vec<Value> = (0..9).map(|n| json!([30 + n * 5, 34 + n * n, n * 30, 0.5])).collect();
        let mut mark = json!({"paperId": paper.id, "textHash": paper.text_hash, "kind": "SIGNATURE",
            "strokes": {"width": 320, "height": 140, "lines": [points]}});
        let missing = self.dossier().parties_without_mark(paper);
        let own = self.dossier().standing_marks(paper).any(|mark| mark.role == MarkRole::Mediator);
        match missing.get(dice.random_range(0..missing.len().max(1))) {
            Some(party) => drop(mark.as_object_mut()?.insert("partyId".to_owned(), json!(party))),
            None if own => return self.aside(dice),
            None => {}
        }
        Some(("sign", json!({"mark": mark})))
    }

    fn oral(&self) -> Act {
        let today = local_date(self.at);
        let clause = json!({"id": platform::ids::Id::new().0, "kind": "LIVING_ARRANGEMENT", "text": "双方共同承担家务，互相尊重。"});
        let pay = self.sides();
        let owed = json!({"id": platform::ids::Id::new().0, "kind": "APOLOGY", "text": "双方互相道歉。",
            "payerPartyId": pay.first(), "payeePartyId": pay.get(1)});
        let body = json!({"agreement": {"versionNo": 1, "facts": "双方因家务分担争吵。", "issues": "家务分担", "clauses": [clause, owed],
            "reachedOn": today, "declinedPaper": self.sides(), "performedOnTheSpot": false}});
        ("record-oral-agreement", body)
    }

    fn receipt(&self, dice: &mut StdRng) -> Option<Act> {
        let open: Vec<_> = self.dossier().performance.iter().filter(|item| item.status.is_open()).collect();
        let item = open.get(dice.random_range(0..open.len().max(1)))?;
        let by = item.payee_party_id.or_else(|| self.sides().first().copied())?;
        Some((
            "record-performance",
            json!({"receipt": {"itemId": item.id, "receivedOn": local_date(self.at), "amountFen": item.amount_fen, "completes": true,
                "method": "银行转账", "receivedBy": by}}),
        ))
    }

    fn follow_up(&self) -> Act {
        let body = json!({"followUp": {"followedOn": local_date(self.at), "channel": "PHONE", "reason": "协议履行情况回访",
            "parties": self.sides(), "finding": "KEPT", "record": "双方均表示按协议履行，情绪平稳。", "satisfaction": "SATISFIED",
            "visitor": self.by}});
        ("follow-up", body)
    }
}
