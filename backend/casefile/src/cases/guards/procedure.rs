//! Guards about the order of things: notice before session, session before agreement, consent before extension.

use chrono::NaiveDate;
use platform::calendar::local_date;
use platform::ids::PartyId;

use super::super::guard::{Details, Guard, details, naming, unless_empty};
use crate::cases::Dossier;
use crate::papers::{Minutes, PaperContent};
use crate::vocabulary::{FormCode, Outcome};

/// G07: each party was told its rights and duties before the first session.
pub const PARTIES_NOTIFIED: Guard = Guard {
    guard: "G07",
    code: "mediation.case.not-notified",
    title_zh: "尚有当事人未被告知权利义务",
    title_en: "A party has not been notified of its rights and duties",
    basis_zh: "《人民调解工作若干规定》第30条；《人民调解法》第23条",
    check: parties_notified,
};

fn parties_notified(d: &Dossier) -> Option<Details> {
    naming("parties", d.names(&d.parties_without_notice()))
}

/// G08: no agreement without a session that every signing party attended.
pub const SESSION_HELD: Guard = Guard {
    guard: "G08",
    code: "mediation.case.no-session",
    title_zh: "没有各方当事人均到场、起止时间完整且不晚于协议日期的调解记录",
    title_en: "No session with every party present and minutes on file precedes the agreement",
    basis_zh: "《人民调解法》第22、27条",
    check: session_held,
};

fn session_held(d: &Dossier) -> Option<Details> {
    let agreed_on = d.agreement().map_or(d.act.on, |agreement| agreement.dated_on);
    let everybody_came = |minutes: &Minutes| d.signing_parties().all(|party| came(minutes, party.id));
    let counts = |minutes: &&Minutes| everybody_came(minutes) && local_date(minutes.started_at) <= agreed_on;
    let found = d.sessions().any(|minutes| counts(&minutes));
    if found { None } else { Some(details("sessions", d.sessions().count())) }
}

fn came(minutes: &Minutes, party: PartyId) -> bool {
    minutes.attendance.iter().any(|one| one.party_id == party && (one.present || one.represented_by.is_some()))
}

/// G09: whoever is invited to help has the consent of every party.
pub const GUESTS_WELCOME: Guard = Guard {
    guard: "G09",
    code: "mediation.case.guest-without-consent",
    title_zh: "邀请参加调解的人员未经各方当事人同意",
    title_en: "An invited helper lacks the consent of a party",
    basis_zh: "《人民调解法》第20条",
    check: guests_welcome,
};

fn guests_welcome(d: &Dossier) -> Option<Details> {
    let PaperContent::Minutes(minutes) = &d.brought(FormCode::F10)?.content else { return None };
    let unwelcome = minutes
        .guests
        .iter()
        .filter(|guest| d.signing_parties().any(|party| !guest.consented_by.contains(&party.id)))
        .map(|guest| guest.name.clone());
    naming("guests", unwelcome.collect())
}

/// G19: an extension needs every party's consent before the term ends, and there is only so much of it.
pub const EXTENSION_IN_TIME: Guard = Guard {
    guard: "G19",
    code: "mediation.case.extension-refused",
    title_zh: "延期须在期限届满前经全部当事人同意，且不超过规定的天数和次数",
    title_en: "An extension needs every party's consent before the term ends, within the allowed length and number",
    basis_zh: "《人民调解工作若干规定》第33条；《最高人民法院关于人民法院特邀调解的规定》第27条",
    check: extension_in_time,
};

fn extension_in_time(d: &Dossier) -> Option<Details> {
    let mut found = Details::new();
    let is_brought = |id| d.act.brings == Some(id);
    let earlier = d.papers_of(FormCode::F22).filter(|paper| !is_brought(paper.id)).count();
    if earlier >= d.limits.extensions {
        found.insert("alreadyExtended".to_owned(), earlier.into());
    }
    let is_late = |date: NaiveDate| d.limits.conclude_by.is_some_and(|due| date > due);
    if is_late(d.today) {
        found.insert("dueOn".to_owned(), d.limits.conclude_by.map(|due| due.to_string()).into());
    }
    if let Some(PaperContent::ExtensionConsent(consent)) = d.brought(FormCode::F22).map(|paper| &paper.content) {
        // A court's materials may wait as long as the parties agree.
        if consent.days > d.limits.extension_days && !d.case.source.is_court() {
            found.insert("daysAllowed".to_owned(), d.limits.extension_days.into());
        }
        let missing: Vec<PartyId> = d
            .signing_parties()
            .map(|party| party.id)
            .filter(|id| !consent.consents.iter().any(|one| one.party_id == *id && !is_late(one.consented_on)))
            .collect();
        if !missing.is_empty() {
            found.insert("withoutConsentInTime".to_owned(), d.names(&missing).into());
        }
    }
    unless_empty(found)
}

/// C02: who is turned away learns why, and where to go.
pub const REFUSAL_NOTICE_COMPLETE: Guard = Guard {
    guard: "C02",
    code: "mediation.case.refusal-notice-incomplete",
    title_zh: "不予受理告知书须写明事由和正确途径",
    title_en: "The notice of non-acceptance must name the reason and the right route",
    basis_zh: "《人民调解工作若干规定》第22条；《反家庭暴力法》第13条",
    check: refusal_notice_complete,
};

fn refusal_notice_complete(d: &Dossier) -> Option<Details> {
    let is_complete = match d.brought(FormCode::F18).map(|paper| &paper.content) {
        Some(PaperContent::NonAcceptance(notice)) => !notice.routes.is_empty(),
        _ => false,
    };
    if is_complete { None } else { Some(details("missing", "routes")) }
}

/// C04: a longer suspension is the station head's to decide.
pub const SUSPENSION_SHORT: Guard = Guard {
    guard: "C04",
    code: "mediation.case.suspension-too-long",
    title_zh: "超过规定天数的中止须由站长或者调委会主任批准",
    title_en: "A longer suspension needs the station head or the director",
    basis_zh: "本会工作规则",
    check: suspension_short,
};

fn suspension_short(d: &Dossier) -> Option<Details> {
    let planned = |one: &super::super::Suspension| one.until.signed_duration_since(one.from).num_days() + 1;
    let longest = d.suspensions.iter().filter(|one| one.resumed_on.is_none()).map(planned).max()?;
    if longest > d.limits.suspension_days { Some(details("daysAllowed", d.limits.suspension_days)) } else { None }
}

/// C07: a case is not ended as refused unless the refusal is written down.
pub const REFUSAL_RECORDED: Guard = Guard {
    guard: "C07",
    code: "mediation.case.refusal-not-recorded",
    title_zh: "以“一方拒绝”终止的，须先登记该当事人的明确拒绝",
    title_en: "Ending as refused needs a recorded refusal",
    basis_zh: "《人民调解法》第23条",
    check: refusal_recorded,
};

fn refusal_recorded(d: &Dossier) -> Option<Details> {
    let is_recorded = d.refusals.iter().any(|refusal| refusal.withdrawn_at.is_none());
    if d.case.outcome == Some(Outcome::N2) && !is_recorded { Some(details("outcome", "N2")) } else { None }
}

/// C13: a termination carries one of the termination codes.
pub const TERMINATION_CODE: Guard = Guard {
    guard: "C13",
    code: "mediation.case.not-a-termination-code",
    title_zh: "终止调解须选择终止事由（N2—N4、S3、T1—T5、X1、X2）",
    title_en: "Termination needs one of the termination codes",
    basis_zh: "《人民调解法》第26条",
    check: termination_code,
};

fn termination_code(d: &Dossier) -> Option<Details> {
    match d.case.outcome {
        Some(outcome) if outcome.ends_by_termination() => None,
        other => Some(details("outcome", other.map(|outcome| outcome.as_str()))),
    }
}

/// C05: there is a draft to settle, and it is not the old agreement that is already in force.
pub const DRAFT_EXISTS: Guard = Guard {
    guard: "C05",
    code: "mediation.case.no-draft",
    title_zh: "尚未起草（新的）调解协议书",
    title_en: "No (new) agreement has been drafted",
    basis_zh: "《人民调解法》第28条",
    check: draft_exists,
};

fn draft_exists(d: &Dossier) -> Option<Details> {
    let is_draft = d.agreement().is_some_and(|agreement| !agreement.is_oral && !d.is_fully_marked(agreement.paper));
    if is_draft { None } else { Some(details("agreements", d.papers_of(FormCode::F11).count())) }
}

/// C06: a mark stands under the text the signer saw.
pub const TEXT_UNCHANGED: Guard = Guard {
    guard: "C06",
    code: "mediation.case.text-changed",
    title_zh: "签署的文本与现行文本不一致",
    title_en: "The text was changed since the signer saw it",
    basis_zh: "《电子签名法》第13条；《人民调解法》第29条",
    check: text_unchanged,
};

fn text_unchanged(d: &Dossier) -> Option<Details> {
    let Some(agreement) = d.agreement() else { return Some(Details::new()) };
    let strangers: Vec<String> = d
        .marks
        .iter()
        .filter(|mark| mark.paper_id == agreement.paper.id && mark.voided_at.is_none())
        .filter(|mark| agreement.paper.text_hash.as_deref() != Some(mark.text_hash.as_str()))
        .map(|mark| mark.signer_name.clone())
        .collect();
    naming("signers", strangers)
}

/// C11: a change of what was agreed needs everybody.
pub const ALL_CONSENT: Guard = Guard {
    guard: "C11",
    code: "mediation.case.not-everybody-consents",
    title_zh: "变更协议须经全体当事人同意",
    title_en: "Changing the agreement needs the consent of every party",
    basis_zh: "《民法典》第543条；《人民调解工作若干规定》第37条",
    check: all_consent,
};

fn all_consent(d: &Dossier) -> Option<Details> {
    let missing: Vec<PartyId> = d.signing_parties().map(|party| party.id).filter(|id| !d.act.consented_by.contains(id)).collect();
    naming("parties", d.names(&missing))
}
