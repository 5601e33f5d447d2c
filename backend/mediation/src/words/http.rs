//! The vocabulary over HTTP.

use actix_web::{get, web};
use platform::access::{Caller, Permission};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::agreements::{CLAUSE_TEMPLATES, ClauseKind, Confirmability, Cycle};
use crate::cases::corrections::CorrectableField;
use crate::cases::{State, Step};
use crate::deadlines::{TimerCode, TimerState};
use crate::papers::{FollowUpChannel, FollowUpFinding, NonAcceptanceReason, NoticeDelivery, RemedyRoute, Satisfaction};
use crate::permissions::ReadVocabulary;
use crate::vocabulary::*;

/// One word: its code, and what the screens say for it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Word {
    #[schema(example = "APPLIED")]
    pub code: String,
    #[schema(example = "待受理")]
    pub zh: String,
    #[schema(example = "applied")]
    pub en: String,
}

/// A closed list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WordList {
    #[schema(example = "State")]
    pub name: String,
    pub words: Vec<Word>,
}

/// A leaf of the category tree, with what the law says of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CategoryEntry {
    pub code: Category,
    pub zh: String,
    pub en: String,
    pub group: CategoryGroup,
    pub statute: String,
    /// People's mediation may take it on.
    pub mediable: bool,
    /// Where the person is to be shown instead, or besides.
    pub route: String,
    pub child_view: bool,
    pub writing_required: bool,
}

/// A sentence with `{blanks}` for a clause.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TemplateEntry {
    pub name: String,
    pub kind: ClauseKind,
    pub title_zh: String,
    pub title_en: String,
    pub text: String,
    /// Fields of the clause that must be filled for it to be clear.
    pub wants: Vec<String>,
}

/// Every word of this context.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Vocabulary {
    pub lists: Vec<WordList>,
    pub categories: Vec<CategoryEntry>,
    pub templates: Vec<TemplateEntry>,
}

/// Turns word lists into data: `lists!(State, Step)`.
macro_rules! lists {
    ($($list:ident),+ $(,)?) => {
        vec![$(WordList {
            name: stringify!($list).to_owned(),
            words: $list::ALL
                .iter()
                .map(|word| Word { code: word.as_str().to_owned(), zh: word.label_zh().to_owned(), en: word.label_en().to_owned() })
                .collect(),
        }),+]
    };
}

fn vocabulary() -> Vocabulary {
    Vocabulary {
        lists: lists!(
            State,
            Step,
            CategoryGroup,
            Source,
            SourceLevel,
            ApplicationMode,
            PartyRole,
            PartyKind,
            Relation,
            Sex,
            IdDocumentKind,
            IdVerification,
            MaritalStatus,
            MarriageOfParties,
            Capacity,
            Literacy,
            SpecialGroup,
            RepresentativeKind,
            Authority,
            Outcome,
            Difficulty,
            PerformanceStatus,
            Retention,
            RoleInCase,
            AssignmentMode,
            ConflictKind,
            FormCode,
            PaperState,
            MarkKind,
            MarkRole,
            Openness,
            SessionResult,
            NoticeDelivery,
            NonAcceptanceReason,
            RemedyRoute,
            FollowUpChannel,
            FollowUpFinding,
            Satisfaction,
            CorrectableField,
            ClauseKind,
            Cycle,
            Confirmability,
            TimerCode,
            TimerState,
        ),
        categories: Category::ALL
            .iter()
            .map(|code| {
                let leaf = code.leaf();
                CategoryEntry {
                    code: *code,
                    zh: code.label_zh().to_owned(),
                    en: code.label_en().to_owned(),
                    group: leaf.group,
                    statute: leaf.statute_zh.to_owned(),
                    mediable: leaf.mediable,
                    route: leaf.route_zh.to_owned(),
                    child_view: leaf.child_view,
                    writing_required: leaf.writing_required,
                }
            })
            .collect(),
        templates: CLAUSE_TEMPLATES
            .iter()
            .map(|template| TemplateEntry {
                name: template.name.to_owned(),
                kind: template.kind,
                title_zh: template.title_zh.to_owned(),
                title_en: template.title_en.to_owned(),
                text: template.text_zh.to_owned(),
                wants: template.wants.iter().map(|field| (*field).to_owned()).collect(),
            })
            .collect(),
    }
}

/// Every word list, category and clause template of the mediation context.
#[utoipa::path(tag = "vocabulary", extensions(("x-permission" = json!(ReadVocabulary::NAME))),
    responses((status = 200, description = "The words", body = Vocabulary)))]
#[get("/mediation/vocabulary")]
async fn get_vocabulary(_: Caller<ReadVocabulary>) -> web::Json<Vocabulary> {
    web::Json(vocabulary())
}

/// Every operation of this feature.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_vocabulary);
}
