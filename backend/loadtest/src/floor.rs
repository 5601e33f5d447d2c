//! The limit nobody beats: the same web framework answering a body of a given size from memory.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use actix_web::web::Bytes;
use actix_web::{App, HttpResponse, HttpServer, get, post, web};

use crate::Fault;
use crate::wire::{self, Wire};

#[derive(Clone)]
struct Body(Bytes);

#[get("/")]
async fn read(body: web::Data<Body>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(body.0.clone())
}

#[post("/")]
async fn write(_: Bytes, body: web::Data<Body>) -> HttpResponse {
    HttpResponse::Created().content_type("application/json").body(body.0.clone())
}

/// Serves until it is killed.
pub fn serve(port: u16, size: usize) -> Result<(), Fault> {
    let body = Body(Bytes::from(vec![b'x'; size]));
    let server = HttpServer::new(move || App::new().app_data(web::Data::new(body.clone())).service(read).service(write));
    let server = server.bind(("127.0.0.1", port))?.run();
    actix_web::rt::System::new().block_on(server)?;
    Ok(())
}

/// A floor server as a process of its own, so that its CPU time is read the same way as the product's.
pub struct Floor {
    pub address: SocketAddr,
    child: Child,
}

impl Floor {
    pub fn start(size: usize) -> Result<Self, Fault> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["floor", &address.port().to_string(), &size.to_string()]).stdout(Stdio::null());
        let floor = Self { address, child: command.spawn()? };
        for _ in 0..1_000 {
            if Wire::new(address).exchange(&wire::get("/", None)).is_ok() {
                return Ok(floor);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Err("the floor server did not start".into())
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        // it serves nobody any more
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
