//! The people on a sheet: particulars as the forms ask for them, with what paper must not tell hidden.

use chrono::NaiveDate;
use platform::identity_document::{mask_id, mask_phone_sealed};
use print::form::{Cell, label, value};

use super::SheetContext;
use super::wording::listed;
use crate::cases::{IdDocument, Party, Representative};
use crate::vocabulary::{PartyKind, PartyRole};

/// What ends the part of an address that a sealed file may tell, from the finest to the coarsest.
const STREET_ENDS: &[&str] = &["街道", "镇", "乡"];
const COUNTY_ENDS: &[&str] = &["县", "区", "市"];

/// The bordered particulars of parties: three rows each, in the order of the official forms.
pub(super) fn particulars(ctx: &SheetContext<'_>, party: &Party, date: NaiveDate) -> Vec<Vec<Cell>> {
    let who = &party.particulars;
    let head = format!("{}\n姓名", short_role(party.role));
    let contact =
        vec![label("职业或职务"), value(occupation(party)).across(3), label("联系方式").across(2), value(phones(ctx, party)).across(2)];
    let address = vec![label("单位或住址"), value(address(ctx, party)).across(7)];
    if who.kind == PartyKind::Unit {
        return vec![
            vec![label(format!("{}\n名称", short_role(party.role))), value(party.name()).across(7)],
            vec![label("联系方式"), value(phones(ctx, party)).across(7)],
            address,
        ];
    }
    vec![
        vec![
            label(head),
            value(party.name()),
            label("性别"),
            value(who.sex.map_or("", |sex| sex.label_zh())),
            label("民族"),
            value(who.ethnicity.as_deref().unwrap_or("")),
            label("年龄"),
            value(age(party, date)),
        ],
        contact,
        address,
    ]
}

/// The same with the identity document, for sheets that bind the parties.
pub(super) fn particulars_with_document(ctx: &SheetContext<'_>, party: &Party, date: NaiveDate) -> Vec<Vec<Cell>> {
    let mut rows = particulars(ctx, party, date);
    rows.insert(1.min(rows.len()), vec![label("证件号码"), value(document(&party.particulars.id_document)).across(7)]);
    rows
}

/// The particulars of every signing party, applicants first.
pub(super) fn all_particulars(ctx: &SheetContext<'_>, date: NaiveDate) -> Vec<Vec<Cell>> {
    ctx.dossier.signing_parties().flat_map(|party| particulars(ctx, party, date)).collect()
}

/// The role as it fits into a narrow label.
pub(super) fn short_role(role: PartyRole) -> &'static str {
    match role {
        PartyRole::ThirdParty => "第三人",
        PartyRole::Child => "未成年人",
        other => other.label_zh(),
    }
}

/// The age in full years on the day of the sheet.
pub(super) fn age(party: &Party, date: NaiveDate) -> String {
    party.particulars.age_on(date).map_or_else(String::new, |age| format!("{age}周岁"))
}

fn occupation(party: &Party) -> String {
    let who = &party.particulars;
    let words = [who.employer.as_deref(), who.occupation.as_deref()];
    words.into_iter().flatten().map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The telephone numbers of a party.
pub(super) fn phones(ctx: &SheetContext<'_>, party: &Party) -> String {
    listed(party.particulars.phones.iter().map(|number| phone(ctx, number)))
}

/// One telephone number; of a sealed file only its end.
pub(super) fn phone(ctx: &SheetContext<'_>, number: &str) -> String {
    if ctx.sealed { mask_phone_sealed(number) } else { number.to_owned() }
}

/// Where a party lives, or is registered.
pub(super) fn address(ctx: &SheetContext<'_>, party: &Party) -> String {
    let who = &party.particulars;
    let text = who.residence_address.as_deref().filter(|text| !text.trim().is_empty());
    place(ctx, text.or(who.household_address.as_deref()).unwrap_or(""))
}

/// An address; of a sealed file only down to the street or the township.
pub(super) fn place(ctx: &SheetContext<'_>, text: &str) -> String {
    if !ctx.sealed || text.trim().is_empty() {
        return text.to_owned();
    }
    format!("{}（详址保密）", down_to_the_street(text))
}

fn down_to_the_street(text: &str) -> &str {
    let end_of = |word: &str| text.find(word).map(|at| at + word.len());
    let street = STREET_ENDS.iter().filter_map(|word| end_of(word)).min();
    let county = || COUNTY_ENDS.iter().filter_map(|word| text.rfind(word).map(|at| at + word.len())).max();
    street.or_else(county).and_then(|end| text.get(..end)).unwrap_or("")
}

/// The kind and the hidden number of an identity document.
pub(super) fn document(document: &IdDocument) -> String {
    match &document.number {
        Some(number) => format!("{} {}", document.kind.label_zh(), mask_id(number.trim())),
        None => document.kind.label_zh().to_owned(),
    }
}

/// The particulars of somebody who speaks for a party.
pub(super) fn representative(ctx: &SheetContext<'_>, one: &Representative) -> Vec<Vec<Cell>> {
    let tied = one.relation.as_deref().unwrap_or("");
    vec![
        vec![label("姓名"), value(&one.name), label("类别"), value(one.kind.label_zh())],
        vec![
            label("关系"),
            value(tied),
            label("联系方式"),
            value(one.phone.as_deref().map_or_else(String::new, |number| phone(ctx, number))),
        ],
        vec![label("证件号码"), value(one.id_document.as_ref().map_or_else(String::new, document)).across(3)],
        vec![label("资格证明"), value(one.proof.as_deref().unwrap_or("")).across(3)],
    ]
}

/// The name of a party as running text bears it, or nothing when it is unknown.
pub(super) fn name(ctx: &SheetContext<'_>, id: platform::ids::PartyId) -> String {
    ctx.dossier.party(id).map_or_else(String::new, |party| party.name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_address_ends_with_the_street() {
        assert_eq!(down_to_the_street("安宁市金方街道百花社区12栋301室"), "安宁市金方街道");
        assert_eq!(down_to_the_street("云岭县青石镇凤栖村桂花巷三组26号"), "云岭县青石镇");
        assert_eq!(down_to_the_street("云岭县文化路8号"), "云岭县");
        assert_eq!(down_to_the_street("文化路8号"), "");
    }
}
