//! `docs/problems.md`: every reason for which the server says no, what it means and what a person can do.

use std::fmt::Write;

use mediation::agreements::screen_rules::RULES;
use mediation::cases::guards;

/// The codes of the kernel and of what stands around the rules: code, status, meaning, what to do.
#[rustfmt::skip]
const HOUSE: &[(&str, u16, &str, &str)] = &[
    ("malformed_request", 400, "the request cannot be read, or names an unknown parameter", "mend the request; `detail` says where it breaks"),
    ("idempotency_key_required", 400, "`Idempotency-Key` is missing or has other characters than letters, digits and `-_.:`", "send a key that was born with the command"),
    ("unauthenticated", 401, "no session, or an unknown one", "sign in"),
    ("session_expired", 401, "the session was idle too long or is over its age", "sign in again"),
    ("session_ended", 401, "the session was ended: signed out, disabled, password changed", "sign in again"),
    ("wrong_credentials", 401, "user name, password or one-time code is wrong; which one is not said", "try again; a used code is never taken twice, wait for the next"),
    ("invalid_client", 401, "unknown integration client or wrong secret", "check id and secret with the office"),
    ("client_revoked", 401, "the office has revoked this client", "ask the office"),
    ("invalid_token", 401, "the token is not ours, was altered, or its family has ended", "fetch a new one; a tablet is activated again"),
    ("token_expired", 401, "the access token is over its ten minutes", "fetch a new one"),
    ("device_proof", 401, "a tablet's request without a proof by its own key in `DPoP`, or with one about another request", "sign a proof of this method, address and token"),
    ("device_wipe", 401, "the tablet is revoked and its time for uploading is over", "the tablet erases what it holds and sends a receipt"),
    ("step_up_required", 401, "this needs a fresh one-time code", "confirm with a code"),
    ("forbidden", 403, "the role does not include this function", "ask somebody whose post it is: docs/access-matrix.md"),
    ("device_not_approved", 403, "the tablet is not approved yet, or this is for tablets alone", "ask the security administrator"),
    ("device_wipe_pending", 403, "the tablet is revoked: it may hand in what it holds and is shown nothing", "send what is unsent, then erase"),
    ("csrf", 403, "a browser sent this from another site", "use the application itself"),
    ("separation_of_duties", 403, "nobody decides about herself", "ask a second person"),
    ("not_found", 404, "it does not exist, or lies outside your scope; the two are the same", "check the address"),
    ("method_not_allowed", 405, "the address exists, the method does not", "`Allow` names those that do"),
    ("not_acceptable", 406, "something else than JSON (or the file an operation names) was asked for", "accept application/json"),
    ("request_timeout", 408, "the body did not arrive in time", "send it again with the same key"),
    ("role_conflict", 409, "two roles that one person may not hold together", "give one of them to somebody else"),
    ("role_held", 409, "the account holds this role there already", "nothing to do"),
    ("username_taken", 409, "the user name is taken", "choose another"),
    ("org_exists", 409, "an organisation of this name is there already", "choose another name"),
    ("office_exists", 409, "the office is there already", "nothing to do"),
    ("device_exists", 409, "a tablet with this id is there already", "use another id, or the same key to replay"),
    ("epoch_changed", 409, "the command names a life of the database in `Sync-Epoch` that is over: it was restored from a backup", "send the last seven days again with their keys, then this"),
    ("device_state", 409, "the tablet is not in a state for this", "reload"),
    ("too_many_devices", 409, "a person has at most two tablets", "revoke one first"),
    ("conflict", 409, "the same field was changed by somebody else meanwhile; `conflicts[]` has what both found, wanted and made of it", "decide field by field, send the command again on what stands now"),
    ("sync.office-only", 409, "a tablet without signal cannot do this: it needs the register or the directory", "do it with a connection"),
    ("integrity", 409, "stored data failed its integrity check; an alert was written", "call the administrator; nothing was changed"),
    ("quota", 409, "the files of this case have reached 2 GB together", "bring less, or a smaller copy"),
    ("file_exists", 409, "another file has this id", "use another id"),
    ("chunk_differs", 409, "this part was received with another content; what was acknowledged is never replaced", "begin the file anew"),
    ("mediation.case.exists", 409, "a file with this id is there already", "use another id, or the same key to replay"),
    ("mediation.case.archived", 409, "an archived file is read-only", "nothing to do"),
    ("mediation.case.sealed-since", 409, "a tablet acted on the file before it was sealed; sealed files are never carried", "do it at a desk of the office, then give up the item on the tablet"),
    ("mediation.case.recusal-decided", 409, "the recusal request has been decided", "reload"),
    ("mediation.agreement.already-signed", 409, "this person has signed this text already", "go on with the next"),
    ("stale_version", 412, "somebody else changed the record; `currentVersion` says which version it has now", "reload, look, send again"),
    ("too_large", 413, "the body is over its limit", "send less"),
    ("media_type", 415, "the body is not application/json (or, for a part of a file, application/octet-stream), or is compressed", "send it plain"),
    ("file_type", 415, "a file is of no allowed type, its name ends otherwise, or its content does not begin as such a file does", "bring a jpg, png, webp, pdf, mp3, m4a, wav, webm, ogg or mp4"),
    ("invalid_input", 422, "fields need correction; `errors[]` has a JSON pointer for each", "mend the fields"),
    ("idempotency_key_reused", 422, "the key was used for another request", "make a new key for a new command"),
    ("version_required", 428, "`If-Match` is missing", "send the version you have seen"),
    ("too_many_attempts", 429, "too many wrong attempts", "wait as long as `Retry-After` says"),
    ("too_many_requests", 429, "over the quota", "wait as long as `Retry-After` says"),
    ("internal", 500, "our mistake; only the request id leaves the house", "tell us the request id"),
    ("unavailable", 503, "the database is busy or away", "try again as `Retry-After` says; the same key is safe"),
    ("connection_lost", 503, "the connection to the database broke", "try again with the same key"),
    ("serialization", 503, "too many changes of the same record at once", "try again with the same key"),
    ("storage_full", 503, "no space is left; nothing was changed", "free space; reading goes on"),
    ("audit_unavailable", 503, "the journal cannot be written, so the record is not shown", "try again; call the administrator"),
    ("printing_unavailable", 503, "too many pages are being printed at once, or no fonts are installed", "try again"),
];

/// The whole page.
pub fn page() -> String {
    let mut out = String::from(
        "# Why the server says no\n\nGenerated by `jiahe problems`. A refusal is a problem document (RFC 9457): `code` is stable, `title` follows\n\
         `Accept-Language`, `blockers[]` holds every reason at once with its legal basis, `errors[]` every field. No text is ever\n\
         needed to tell two refusals apart.\n\n## Rules of the mediation context (409)\n\n\
         | guard | code | 含义 | meaning | 依据 |\n|---|---|---|---|---|\n",
    );
    let mut rules: Vec<_> = guards::ALL.iter().map(|rule| (rule.guard, rule.code, rule.title_zh, rule.title_en, rule.basis_zh)).collect();
    rules.extend([
        (
            "ORDER",
            "mediation.case.out-of-order",
            "当前状态下不能进行该环节",
            "the lifecycle has no such step in this state",
            "案件流转规则",
        ),
        ("ROLE", "mediation.case.not-your-step", "您的角色不能进行该环节", "the step is another role's", "岗位职责"),
        ("PAPER", "mediation.case.paper-missing", "缺少该环节的文书", "the paper of the step is missing", "《人民调解法》第27条"),
    ]);
    for (guard, code, zh, en, basis) in rules {
        // writing to a String does not fail
        let _ = writeln!(out, "| {guard} | `{code}` | {zh} | {en} | {basis} |");
    }
    out.push_str("\n## The clause screen (inside G10)\n\n| code | | 含义 | meaning | 依据 |\n|---|---|---|---|---|\n");
    for rule in RULES {
        let kind = if rule.hard { "hard stop" } else { "warning, to be acknowledged" };
        let _ = writeln!(out, "| {} | {kind} | {} | {} | {} |", rule.code, rule.title_zh, rule.title_en, rule.basis_zh);
    }
    out.push_str("\n## Everything else\n\n| status | code | meaning | what to do |\n|---|---|---|---|\n");
    for (code, status, meaning, help) in HOUSE {
        let _ = writeln!(out, "| {status} | `{code}` | {meaning} | {help} |");
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_code_stands_for_two_reasons() {
        let codes: Vec<&str> = HOUSE.iter().map(|row| row.0).chain(guards::ALL.iter().map(|rule| rule.code)).collect();
        let different: HashSet<&str> = codes.iter().copied().collect();
        assert_eq!(different.len(), codes.len());
    }
}
