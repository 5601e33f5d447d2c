//! Every context of the house on one screen, and what stands around them all.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, HttpResponse, get, web};
use audit::{ReadAudit, VerifyAudit};
use documents::Locker;
use identity::{Gatekeeper, PermissionCatalogue};
use platform::access::Permission;
use platform::db::Db;
use platform::http::guard_rails::{self, Admission};
use platform::problem::AppError;
use print::Printer;
use sync::Carriers;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, scope};

use crate::contract;
use crate::limits;
use crate::metrics::{self, Metrics};
use crate::reference::{self, Reference};
use crate::surface::{Surface, anything_else};
use crate::web::WebApp;

/// Every operation: the server, the tests and `jiahe openapi` read this one list.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(
        scope::scope("/api/v1")
            .wrap(from_fn(identity::authenticate))
            .configure(identity::routes)
            .configure(people::routes)
            .configure(mediation::routes)
            .configure(sync::routes)
            .configure(audit::routes),
    );
}

/// Every right of the house with the row it has in the access matrix.
pub fn catalogue() -> PermissionCatalogue {
    let audit = [(ReadAudit::NAME, ReadAudit::GRANTS), (VerifyAudit::NAME, VerifyAudit::GRANTS)];
    PermissionCatalogue(
        [identity::permissions::ALL, people::permissions::ALL, mediation::permissions::ALL, sync::permissions::ALL, &audit].concat(),
    )
}

/// What tablets may take along, by the contexts it belongs to.
pub fn carriers() -> Carriers {
    Carriers(vec![std::sync::Arc::new(mediation::carry::CaseFiles)])
}

/// The document as the routes give it, without a database or a server.
pub fn collect() -> utoipa::openapi::OpenApi {
    let (_, document) = App::new().into_utoipa_app().openapi(contract::skeleton()).configure(routes).split_for_parts();
    document
}

/// What all workers share.
#[derive(Clone)]
pub struct House {
    pub db: Db,
    pub metrics: Metrics,
    gate: web::Data<Gatekeeper>,
    admission: web::Data<Admission>,
    surface: web::Data<Surface>,
    reference: web::Data<Reference>,
    pages: web::Data<WebApp>,
    printer: Option<web::Data<Printer>>,
    carriers: web::Data<Carriers>,
    files: web::Data<Locker>,
}

impl House {
    /// Puts the house together around an open database; without a printer everything works but printing.
    pub fn new(db: Db, gate: Gatekeeper, pages: WebApp, printer: Option<Printer>, files: Locker) -> std::io::Result<Self> {
        let document = contract::document();
        let outside = [&["/healthz", "/readyz"], reference::ADDRESSES].concat();
        Ok(Self {
            db,
            metrics: Metrics::default(),
            gate: web::Data::new(gate),
            admission: web::Data::new(Admission::default()),
            surface: web::Data::new(Surface::of(&document, &outside)),
            reference: web::Data::new(Reference::of(&document)?),
            pages: web::Data::new(pages),
            printer: printer.map(web::Data::new),
            carriers: web::Data::new(carriers()),
            files: web::Data::new(files),
        })
    }

    /// The same house with other things for tablets to take along.
    #[must_use]
    pub fn carrying(self, carriers: Carriers) -> Self {
        Self { carriers: web::Data::new(carriers), ..self }
    }
}

/// The process answers.
#[get("/healthz")]
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// The database answers, too.
#[get("/readyz")]
async fn readyz(db: web::Data<Db>) -> Result<HttpResponse, AppError> {
    db.ready().await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"))
}

/// The application of one worker; the last `wrap` is the outermost.
pub fn app(
    house: &House,
) -> App<impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()> + use<>> {
    let (app, _) = App::new().into_utoipa_app().configure(routes).split_for_parts();
    let printer = house.printer.clone();
    app.configure(|config| {
        if let Some(printer) = printer {
            config.app_data(printer);
        }
    })
    .app_data(web::Data::new(house.db.clone()))
    .app_data(web::Data::new(house.metrics.clone()))
    .app_data(house.gate.clone())
    .app_data(house.admission.clone())
    .app_data(house.surface.clone())
    .app_data(house.reference.clone())
    .app_data(house.pages.clone())
    .app_data(house.carriers.clone())
    .app_data(house.files.clone())
    .service(healthz)
    .service(readyz)
    .configure(reference::routes)
    .default_service(web::to(anything_else))
    .wrap(from_fn(limits::heads))
    .wrap(from_fn(metrics::count))
    .wrap(from_fn(guard_rails::rails))
}
