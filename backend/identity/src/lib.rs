//! Who is who: offices and their organisations, accounts and roles, sessions, tablets, integration clients. It builds the actor.

pub mod accounts;
pub mod clients;
pub mod devices;
mod fresh;
mod gate;
mod middleware;
pub mod orgs;
pub mod permissions;
mod schema;
pub mod sessions;
mod throttle;

pub use accounts::commands::{Enrolled, NewAccount, change_own_password, create_account, disable, enable, reset_credential};
pub use accounts::grants::{grant_role, revoke_role};
pub use clients::commands::{NewClient, Registered, register_client, revoke_client, rotate_secret};
pub use clients::model::ClientScope;
pub use gate::{Gatekeeper, PermissionCatalogue, Settings};
pub use middleware::authenticate;
pub use orgs::commands::{NewOffice, NewOrg, add_org, found_office};
pub use orgs::model::OrgKind;
pub use sessions::live::roles;
pub use sessions::login::forget_sessions;

/// Every operation of this context.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    clients::http::routes(config);
    sessions::http::routes(config);
    devices::http::routes(config);
    accounts::http::routes(config);
    config.service(orgs::http::list_orgs);
}
