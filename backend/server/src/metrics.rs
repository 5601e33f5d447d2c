//! Figures for Prometheus: requests by route and status, how long they took, how many jobs wait for the database.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{App, Error, HttpResponse, HttpServer, get, web};
use platform::db::Db;

/// Upper bounds of the latency buckets, in milliseconds.
const BUCKETS: [u64; 10] = [1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000];

/// How one operation has fared since the start.
#[derive(Debug, Clone, Default)]
struct Tally {
    by_status: BTreeMap<u16, u64>,
    buckets: [u64; BUCKETS.len()],
    micros: u64,
    count: u64,
}

/// The counters of the process; cloning shares them.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    tallies: Arc<Mutex<BTreeMap<(String, String), Tally>>>,
}

impl Metrics {
    fn note(&self, method: &str, route: String, status: u16, took: Duration) {
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        let tally = tallies.entry((route, method.to_owned())).or_default();
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        *tally.by_status.entry(status).or_default() += 1;
        tally.count += 1;
        tally.micros = tally.micros.saturating_add(micros);
        for (bucket, bound) in tally.buckets.iter_mut().zip(BUCKETS) {
            if micros <= bound * 1_000 {
                *bucket += 1;
            }
        }
    }

    /// The exposition in Prometheus's text format.
    pub fn text(&self, db: &Db) -> String {
        let tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut out = String::from("# TYPE jiahe_requests_total counter\n");
        for ((route, method), tally) in &tallies {
            for (status, count) in &tally.by_status {
                line(&mut out, format_args!("jiahe_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {count}"));
            }
        }
        out.push_str("# TYPE jiahe_request_duration_seconds histogram\n");
        for ((route, method), tally) in &tallies {
            let labels = format!("method=\"{method}\",route=\"{route}\"");
            for (count, bound) in tally.buckets.iter().zip(BUCKETS) {
                let bound = seconds(bound * 1_000);
                line(&mut out, format_args!("jiahe_request_duration_seconds_bucket{{{labels},le=\"{bound}\"}} {count}"));
            }
            line(&mut out, format_args!("jiahe_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}} {}", tally.count));
            line(&mut out, format_args!("jiahe_request_duration_seconds_sum{{{labels}}} {}", seconds(tally.micros)));
            line(&mut out, format_args!("jiahe_request_duration_seconds_count{{{labels}}} {}", tally.count));
        }
        out.push_str("# TYPE jiahe_database_jobs gauge\n");
        line(&mut out, format_args!("jiahe_database_jobs {}", db.jobs()));
        out
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // writing into a String cannot fail
    let _ = writeln!(out, "{text}");
}

fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// Counts every request; the route is its pattern, so ids never become labels.
pub async fn count(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let metrics = request.app_data::<web::Data<Metrics>>().cloned();
    let method = request.method().clone();
    let outcome = next.call(request).await;
    if let Some(metrics) = metrics {
        let (route, status) = match &outcome {
            Ok(response) => (response.request().match_pattern(), response.status()),
            Err(error) => (None, error.as_response_error().status_code()),
        };
        let method = if method.as_str().len() <= 7 { method.as_str() } else { "OTHER" };
        metrics.note(method, route.unwrap_or_else(|| "other".to_owned()), status.as_u16(), started.elapsed());
    }
    Ok(outcome?.map_into_boxed_body())
}

#[get("/metrics")]
async fn exposition(metrics: web::Data<Metrics>, db: web::Data<Db>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(metrics.text(&db))
}

/// Serves `/metrics` on the loopback address, apart from everything users reach.
pub fn listen(port: u16, metrics: Metrics, db: Db) -> std::io::Result<actix_web::dev::Server> {
    let server = HttpServer::new(move || {
        App::new().app_data(web::Data::new(metrics.clone())).app_data(web::Data::new(db.clone())).service(exposition)
    });
    Ok(server.workers(1).disable_signals().bind(("127.0.0.1", port))?.run())
}
