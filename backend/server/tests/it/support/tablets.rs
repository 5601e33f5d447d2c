//! A tablet of a test: its key, its tokens, and a proof for every request.

use std::net::SocketAddr;

use actix_web::http::Method;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity::devices::proof::bound;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use platform::access::Role;
use platform::ids::Id;
use serde_json::{Value, json};

use super::app::{TestApp, username};
use super::clients::{Ask, Client, Reply};

/// A tablet with a key of its own.
#[derive(Clone)]
pub struct Tablet {
    pub id: String,
    pub address: SocketAddr,
    pub key: SigningKey,
    pub access: String,
    pub refresh: String,
}

impl Tablet {
    /// A tablet out of its box.
    pub fn new(app: &TestApp) -> Self {
        let key = SigningKey::from_slice(&platform::crypto::random_bytes::<32>().unwrap()).unwrap();
        Self { id: Id::new().0.to_string(), address: app.address, key, access: String::new(), refresh: String::new() }
    }

    /// The public half of its key.
    pub fn public_key(&self) -> Value {
        let point = self.key.verifying_key().to_sec1_point(false);
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({"kty": "EC", "crv": "P-256", "x": part(&point.as_bytes()[1..33]), "y": part(&point.as_bytes()[33..])})
    }

    /// A proof by this tablet's key about whatever is said.
    pub fn proof_of(&self, method: &str, url: &str, bound_to: &str) -> String {
        let header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": self.public_key()});
        // its clock stands in the last century: nobody minds
        let claims = json!({"htm": method, "htu": url, "jti": Id::new().0.to_string(), "iat": 946_684_800, "ath": bound(bound_to)});
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&header), part(&claims));
        let signature: Signature = self.key.sign(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    /// The address of a path as this tablet sees it, without its query.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{}", self.address, path.split('?').next().unwrap())
    }

    /// A request of this tablet, with its token and its proof.
    pub fn ask(&self, method: Method, path: &str) -> Ask {
        let proof = self.proof_of(method.as_str(), &self.url(path), &self.access);
        self.bearer().ask(method, path).header("dpop", &proof)
    }

    /// Somebody who has its token and nothing else.
    pub fn bearer(&self) -> Client {
        Client::new(self.address, Some(("authorization", format!("Bearer {}", self.access))))
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path).send().await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.ask(Method::POST, path).fresh_key().json(body).send().await
    }

    /// Asks for the tablet to be enrolled for whoever is signed in.
    pub async fn enrol(&self, owner: &Client) -> Reply {
        let body = json!({"id": self.id, "label": "入户平板", "serial": "HX-2026-0117", "publicKey": self.public_key()});
        owner.post("/api/v1/devices", &body).await
    }

    /// Activates it with its owner's session.
    pub async fn activate(&mut self, owner: &Client) -> Reply {
        let key = Id::new().0.to_string();
        self.activate_under(owner, &key).await
    }

    pub async fn activate_under(&mut self, owner: &Client, key: &str) -> Reply {
        let path = format!("/api/v1/devices/{}/activate", self.id);
        let proof = self.proof_of("POST", &self.url(&path), &self.id);
        let reply = owner.ask(Method::POST, &path).key(key).header("dpop", &proof).send().await;
        self.keep(&reply);
        reply
    }

    /// Comes back with a refresh token and keeps what it gets.
    pub async fn come_back(&mut self) -> Reply {
        let token = self.refresh.clone();
        let reply = self.exchange(&token).await;
        self.keep(&reply);
        reply
    }

    /// Comes back with any refresh token and keeps nothing: the answer is lost.
    pub async fn exchange(&self, token: &str) -> Reply {
        let path = "/api/v1/auth/device-token";
        let proof = self.proof_of("POST", &self.url(path), token);
        let ask = Client::new(self.address, None).ask(Method::POST, path).header("dpop", &proof);
        ask.json(&json!({"refreshToken": token})).send().await
    }

    /// Reports that it has erased itself.
    pub async fn report_wipe(&self, unsent: i64) -> Reply {
        let path = format!("/api/v1/devices/{}/wipe-receipt", self.id);
        let proof = self.proof_of("POST", &self.url(&path), &self.id);
        let ask = Client::new(self.address, None).ask(Method::POST, &path).header("dpop", &proof);
        ask.fresh_key().json(&json!({"unsent": unsent})).send().await
    }

    fn keep(&mut self, reply: &Reply) {
        if reply.status == 200 {
            self.access = reply.json["accessToken"].as_str().unwrap().to_owned();
            self.refresh = reply.json["refreshToken"].as_str().unwrap().to_owned();
        }
    }
}

impl TestApp {
    /// A tablet of the role's holder, enrolled, approved and activated.
    pub async fn tablet_of(&self, role: Role) -> Tablet {
        self.tablet(&username(role)).await
    }

    pub async fn tablet(&self, username: &str) -> Tablet {
        let (owner, mut tablet) = (self.person(username).await, Tablet::new(self));
        tablet.enrol(&owner).await.expect(201);
        self.approve(&tablet).await.expect(200);
        tablet.activate(&owner).await.expect(200);
        tablet
    }

    pub async fn approve(&self, tablet: &Tablet) -> Reply {
        let path = format!("/api/v1/devices/{}/approve", tablet.id);
        self.security_admin().await.ask(Method::POST, &path).fresh_key().at(1).send().await
    }

    /// The tablet as the security administrator sees it.
    pub async fn record_of(&self, tablet: &Tablet) -> Value {
        let page = self.security_admin().await.get("/api/v1/devices?limit=200").await.expect(200).json;
        page["items"].as_array().unwrap().iter().find(|item| item["id"] == tablet.id.as_str()).unwrap().clone()
    }

    /// The security administrator revokes a tablet.
    pub async fn revoke(&self, tablet: &Tablet, upload_hours: i64) -> Reply {
        let version = self.record_of(tablet).await["version"].as_i64().unwrap();
        let body = json!({"reason": "下乡途中遗失", "uploadHours": upload_hours});
        self.security_admin().await.post_at(&format!("/api/v1/devices/{}/revoke", tablet.id), version, &body).await
    }

    /// The actions in the journal about a tablet, oldest first.
    pub async fn deeds_of(&self, tablet: &Tablet) -> Vec<String> {
        self.facts_of(&tablet.id).await.iter().map(|fact| fact["action"].as_str().unwrap().to_owned()).collect()
    }
}
