//! A client of the API: every exchange it has is held against the contract.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use platform::ids::Id;
use serde_json::Value;

use super::exchange;

/// Somebody who talks to the application.
#[derive(Clone)]
pub struct Client {
    address: SocketAddr,
    proof: Option<(&'static str, String)>,
}

/// What the application said.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
    /// `null` when the body is no JSON.
    pub json: Value,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The stable code of a problem.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    /// The codes of all reasons of a refusal.
    pub fn blockers(&self) -> Vec<&str> {
        self.json["blockers"].as_array().into_iter().flatten().filter_map(|blocker| blocker["code"].as_str()).collect()
    }

    /// Pointer and code of every field error.
    pub fn fields(&self) -> Vec<(&str, &str)> {
        let errors = self.json["errors"].as_array().into_iter().flatten();
        errors.filter_map(|error| Some((error["pointer"].as_str()?, error["code"].as_str()?))).collect()
    }

    /// The version of the record, as `If-Match` wants it.
    pub fn version(&self) -> i64 {
        self.header("etag").trim_matches('"').parse().unwrap()
    }

    /// Asserts the status and passes the reply on.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

/// A request about to be sent.
pub struct Ask {
    client: Client,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Client {
    pub fn new(address: SocketAddr, proof: Option<(&'static str, String)>) -> Self {
        Self { address, proof }
    }

    /// The header that proves who this is.
    pub fn proof(&self) -> (&'static str, String) {
        self.proof.clone().expect("nobody in particular")
    }

    /// A request without a body or a key.
    pub fn ask(&self, method: Method, path: &str) -> Ask {
        let ask = Ask { client: self.clone(), method, path: path.to_owned(), headers: Vec::new(), body: None };
        match &self.proof {
            Some((name, value)) => ask.header(name, value),
            None => ask,
        }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path).send().await
    }

    /// Asks an address that is no operation.
    pub async fn get_unchecked(&self, path: &str) -> Reply {
        self.ask(Method::GET, path).send_unchecked().await
    }

    /// Sends a command under a fresh key.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.ask(Method::POST, path).fresh_key().json(body).send().await
    }

    /// Sends a change of the record's given version under a fresh key.
    pub async fn post_at(&self, path: &str, version: i64, body: &Value) -> Reply {
        self.ask(Method::POST, path).fresh_key().at(version).json(body).send().await
    }
}

impl Ask {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub fn fresh_key(self) -> Self {
        let key = Id::new().0.to_string();
        self.key(&key)
    }

    pub fn at(self, version: i64) -> Self {
        self.header("if-match", &format!("\"{version}\""))
    }

    pub fn json(self, body: &Value) -> Self {
        self.raw(body.to_string().into_bytes()).header("content-type", "application/json")
    }

    pub fn raw(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sends the request and holds the answer against the contract.
    pub async fn send(self) -> Reply {
        let (method, path) = (self.method.clone(), self.path.clone());
        let reply = self.send_unchecked().await;
        if let Err(fault) = exchange::check(&method, &path, &reply) {
            panic!("{method} {path} answered {} outside the contract: {fault}\n{}", reply.status, reply.text);
        }
        reply
    }

    /// Sends the request without holding the answer against anything.
    pub async fn send_unchecked(self) -> Reply {
        let agent = awc::Client::builder().timeout(Duration::from_secs(20)).disable_redirects().finish();
        let mut request = agent.request(self.method, format!("http://{}{}", self.client.address, self.path)).no_decompress();
        for (name, value) in self.headers {
            request = request.append_header((name, value));
        }
        let sent = match self.body {
            Some(body) => request.send_body(body).await,
            None => request.send().await,
        };
        let mut response = sent.unwrap_or_else(|error| panic!("{}: {error}", self.path));
        let bytes = response.body().limit(32 << 20).await.unwrap().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
            bytes,
        }
    }
}
