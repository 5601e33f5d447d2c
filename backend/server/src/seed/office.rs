//! The county federation, its stations, its committee, and about forty accounts.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use identity::{NewAccount, NewOffice, NewOrg, OrgKind};
use mediation::api::NewAppointment;
use platform::access::{Actor, Role};
use platform::calendar::local_date;
use platform::db::Db;
use platform::http::{Command, Version};
use platform::ids::{AccountId, Id, OfficeId, OrgId};
use platform::password::{HashCost, Hasher};
use platform::problem::AppError;
use platform::totp::base32_encode;
use sha2::{Digest, Sha256};

/// Every demo account has this password; the demo county holds no real data.
pub const PASSWORD: &str = "spring-breeze-over-qingyuan";

const STREETS: [&str; 9] = ["栖霞", "临溪", "枫桥", "望川", "石泉", "青禾", "云岭", "双塘", "松原"];
const HEADS: [&str; 9] = ["沈秀兰", "周慧敏", "何玉芬", "陆静怡", "方淑珍", "罗雪梅", "唐月娥", "戴春燕", "邹丽娟"];
const MEDIATORS: [&str; 18] = [
    "王和平",
    "赵敏慧",
    "林建国",
    "郭晓岚",
    "马秀英",
    "黄文博",
    "吴桂芳",
    "徐志远",
    "孙雅琴",
    "胡德明",
    "朱红霞",
    "高振宇",
    "苏婉清",
    "范国栋",
    "阿依古丽·买买提明",
    "彭少华",
    "潘玉洁",
    "余长青",
];
const REGISTRARS: [&str; 3] = ["刘登云", "陈思雨", "欧阳明月"];

/// A demo account as the start script prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    pub username: String,
    pub name: String,
    pub post: String,
    pub totp_secret: String,
    pub role: Role,
    /// Number of the street station, or none for the county.
    station: Option<usize>,
}

impl DemoAccount {
    fn new(username: &str, name: &str, post: &str, role: Role, station: Option<usize>) -> Self {
        let totp_secret = base32_encode(&secret(username));
        Self { username: username.to_owned(), name: name.to_owned(), post: post.to_owned(), totp_secret, role, station }
    }
}

/// The demo's one-time-code secrets are the same everywhere, so that a page of instructions can name them.
fn secret(username: &str) -> [u8; 20] {
    let digest = Sha256::digest(format!("jiahe demo {username}"));
    let mut secret = [0; 20];
    secret.copy_from_slice(digest.get(..20).unwrap_or(&[0; 20]));
    secret
}

/// A stable identifier for something of the demo county.
pub(crate) fn uuid(name: &str) -> Id {
    let digest = Sha256::digest(format!("jiahe demo county {name}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(digest.get(..16).unwrap_or(&[0; 16]));
    Id(platform::uuid::Builder::from_random_bytes(bytes).into_uuid())
}

pub(crate) fn id(name: &str) -> OfficeId {
    OfficeId(uuid(name))
}

/// Every account of the demo county.
pub fn accounts() -> Vec<DemoAccount> {
    use Role::*;
    let mut all = vec![
        DemoAccount::new("officer", "宋雅文", "县妇联权益部干部", FederationOfficer, None),
        DemoAccount::new("director", "钟明慧", "婚调委主任", CommitteeDirector, None),
        DemoAccount::new("seal", "严守正", "婚调委印章保管人", SealKeeper, None),
        DemoAccount::new("archivist", "白素文", "档案员", Archivist, None),
        DemoAccount::new("lawyer1", "程律师", "志愿律师", VolunteerLawyer, None),
        DemoAccount::new("lawyer2", "尹律师", "志愿律师", VolunteerLawyer, None),
        DemoAccount::new("auditor", "卫审明", "审计管理员", Auditor, None),
        DemoAccount::new("security", "安保宁", "安全管理员", SecurityAdmin, None),
        DemoAccount::new("admin", "管维通", "系统管理员", PlatformAdmin, None),
    ];
    for (n, name) in REGISTRARS.iter().enumerate() {
        let username = if n == 0 { "registrar".to_owned() } else { format!("registrar{}", n + 1) };
        all.push(DemoAccount::new(&username, name, "登记人", Registrar, None));
    }
    for (n, (street, name)) in STREETS.iter().zip(HEADS).enumerate() {
        let username = if n == 0 { "station".to_owned() } else { format!("station{}", n + 1) };
        all.push(DemoAccount::new(&username, name, &format!("{street}街道调解工作站站长"), StationHead, Some(n)));
    }
    for (n, name) in MEDIATORS.iter().enumerate() {
        let username = if n == 0 { "mediator".to_owned() } else { format!("mediator{}", n + 1) };
        let street = STREETS.get(n / 2).unwrap_or(&"");
        all.push(DemoAccount::new(&username, name, &format!("{street}街道人民调解员"), Mediator, Some(n / 2)));
    }
    all
}

/// The demo county's identifiers, as the stories need them.
#[derive(Debug, Clone)]
pub(crate) struct County {
    pub office: OfficeId,
    pub committee: OrgId,
    pub stations: Vec<OrgId>,
}

impl County {
    /// The same identifiers in every installation.
    pub fn known() -> Self {
        Self {
            office: id("office"),
            committee: OrgId(uuid("committee")),
            stations: (0..STREETS.len()).map(|n| OrgId(uuid(&format!("station {n}")))).collect(),
        }
    }

    pub fn account(username: &str) -> AccountId {
        AccountId(uuid(&format!("account {username}")))
    }

    /// The actor behind an account, with the roles the database gives it.
    pub async fn actor(&self, db: &Db, account: AccountId) -> Result<Actor, AppError> {
        let office = self.office;
        let (roles, name) = db
            .read_slow(move |conn| {
                let names = identity::accounts::queries::names(conn, office, &[account])?;
                Ok((identity::roles(conn, office, account)?, names.get(&account).cloned().unwrap_or_default()))
            })
            .await?;
        Ok(Actor { name, roles, ..Actor::system(office, account) })
    }
}

/// Founds the office, builds its tree, engages its people.
pub(crate) async fn found(db: &Db) -> Result<County, AppError> {
    let county = County::known();
    let house = Actor::system(county.office, AccountId(county.office.0));
    let hasher = Hasher::new(HashCost::PRODUCTION, db.keys().password_pepper(), 2).map_err(|e| AppError::internal(format!("{e:?}")))?;
    let mut hashed = Vec::new();
    for account in accounts() {
        let hash = hasher.hash_blocking(PASSWORD).map_err(|e| AppError::internal(format!("{e:?}")))?;
        hashed.push((account, hash));
    }
    let known = county.clone();
    db.transact(Command::internal(Arc::new(house)), move |tx| {
        tree(tx, &known)?;
        people::import_divisions(tx, people::DEMO_DIVISIONS)?;
        people::import_holidays(tx, people::HOLIDAYS)?;
        for (account, hash) in &hashed {
            let id = County::account(&account.username);
            let enrolled = identity::create_account(
                tx,
                NewAccount {
                    id,
                    username: account.username.clone(),
                    name: account.name.clone(),
                    password_hash: hash.clone(),
                    totp_secret: Some(secret(&account.username).to_vec()),
                },
            )?;
            let org = org_of(&known, account);
            identity::grant_role(tx, id, Version(enrolled.version), account.role, org)?;
        }
        Ok(())
    })
    .await?;
    appoint(db, &county).await?;
    Ok(county)
}

fn org_of(county: &County, account: &DemoAccount) -> OrgId {
    match (account.role, account.station) {
        (Role::SealKeeper, _) => county.committee,
        (_, Some(n)) => county.stations.get(n).copied().unwrap_or(county.committee),
        _ => county_org(),
    }
}

fn county_org() -> OrgId {
    OrgId(uuid("county"))
}

fn tree(tx: &mut platform::db::Tx<'_>, county: &County) -> Result<(), AppError> {
    let county_org = county_org();
    identity::found_office(
        tx,
        NewOffice {
            id: county.office,
            name: "清源县妇女联合会".to_owned(),
            short_name: "清源".to_owned(),
            county: county_org,
            division_code: Some("999900000000".to_owned()),
        },
    )?;
    let mut add = |id, parent, kind, name: &str, short_name: &str, division: Option<String>, station: Option<&str>, seals| {
        identity::add_org(
            tx,
            NewOrg {
                id,
                parent,
                kind,
                name: name.to_owned(),
                short_name: short_name.to_owned(),
                division_code: division,
                station_code: station.map(str::to_owned),
                is_sealing_committee: seals,
                filing_no: if seals { Some("清司调备〔2019〕7号".to_owned()) } else { None },
            },
        )
    };
    add(county.committee, county_org, OrgKind::Committee, "清源县婚姻家庭纠纷人民调解委员会", "清源", None, Some("00"), true)?;
    add(OrgId(uuid("lawyer room")), county_org, OrgKind::LawyerRoom, "巾牌调解室", "巾牌", None, Some("10"), false)?;
    for (n, street) in STREETS.iter().enumerate() {
        let code = format!("9999{:08}", (n + 1) * 1000);
        let street_org = OrgId(uuid(&format!("street {n}")));
        add(street_org, county_org, OrgKind::Street, &format!("{street}街道妇联"), street, Some(code), None, false)?;
        let station = county.stations.get(n).copied().unwrap_or(street_org);
        let number = format!("{:02}", n + 1);
        add(station, street_org, OrgKind::Station, &format!("{street}街道调解工作站"), street, None, Some(&number), false)?;
    }
    Ok(())
}

/// The director appoints every mediator and lawyer; one appointment ran out last month, for the rules to notice.
async fn appoint(db: &Db, county: &County) -> Result<(), AppError> {
    let director = Arc::new(county.actor(db, County::account("director")).await?);
    let committee = county.committee;
    db.transact(Command::internal(director), move |tx| {
        let scope = tx
            .who()
            .scope_for(<mediation::permissions::Appoint as platform::access::Permission>::GRANTS)
            .ok_or(AppError::Forbidden { code: "forbidden" })?;
        let today = local_date(tx.now());
        let start = NaiveDate::from_ymd_opt(today.year() - 1, 1, 1).unwrap_or(today);
        let end = NaiveDate::from_ymd_opt(today.year() + 2, 12, 31).unwrap_or(today);
        for (n, account) in accounts().iter().enumerate() {
            let kind = match account.role {
                Role::Mediator => "MEDIATOR",
                Role::VolunteerLawyer => "LAWYER",
                _ => continue,
            };
            let input: NewAppointment = serde_json::from_value(serde_json::json!({
                "accountId": County::account(&account.username),
                "committeeId": committee,
                "kind": kind,
                "letterNo": format!("清婚调聘字第{n:02}号"),
                "validFrom": start,
                "validUntil": if account.username == "mediator18" { today } else { end },
                "birthDate": "1980-05-01",
            }))
            .map_err(AppError::internal)?;
            mediation::api::appoint(tx, &scope, &input)?;
        }
        Ok(())
    })
    .await
}
