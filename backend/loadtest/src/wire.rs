//! One kept-alive HTTP connection, written by hand so that the measuring costs little and hides nothing.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Nothing a server of ours answers takes longer; a hung one must not hang the run.
const PATIENCE: Duration = Duration::from_secs(30);

/// A finished answer.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub status: u16,
    pub etag: Option<String>,
    pub cookie: Option<String>,
    pub replayed: bool,
    /// Which life of its database the server tells a tablet of.
    pub epoch: Option<String>,
    /// As it travelled: compressed when that was asked for.
    pub body: Vec<u8>,
    /// Bytes of the answer on the wire, with its head.
    pub travelled: usize,
}

impl Reply {
    /// The body as text, for messages.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The code of a problem.
    pub fn code(&self) -> String {
        let problem: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        problem.get("code").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    }

    /// The version that a refusal says the record has.
    pub fn current(&self) -> Option<i64> {
        let problem: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        problem.get("currentVersion")?.as_i64()
    }

    /// The version in the entity tag.
    pub fn version(&self) -> Option<i64> {
        self.etag.as_deref()?.trim_matches('"').parse().ok()
    }
}

/// A connection that is opened again when it has broken.
pub struct Wire {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    line: String,
}

impl Wire {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, stream: None, line: String::new() }
    }

    /// Sends a request and reads its answer. After an error it is unknown whether the server has acted.
    pub fn exchange(&mut self, request: &[u8]) -> io::Result<Reply> {
        let outcome = self.attempt(request);
        if outcome.is_err() {
            self.stream = None;
        }
        outcome
    }

    fn attempt(&mut self, request: &[u8]) -> io::Result<Reply> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(self.address)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                BufReader::with_capacity(64 * 1024, stream)
            }
        };
        stream.get_mut().write_all(request)?;
        let (reply, keep) = read_reply(&mut stream, &mut self.line)?;
        if keep {
            self.stream = Some(stream);
        }
        Ok(reply)
    }
}

fn read_reply(stream: &mut impl BufRead, line: &mut String) -> io::Result<(Reply, bool)> {
    let mut reply = Reply::default();
    let (mut length, mut keep, mut chunked) = (0, true, false);
    reply.travelled += read_line(stream, line)?;
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
    reply.status = status.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, format!("no HTTP answer: {line}")))?;
    loop {
        reply.travelled += read_line(stream, line)?;
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().map_err(io::Error::other)?,
            "etag" => reply.etag = Some(value.to_owned()),
            "set-cookie" => reply.cookie = value.split(';').next().map(str::to_owned),
            "sync-epoch" => reply.epoch = Some(value.to_owned()),
            "idempotency-replayed" => reply.replayed = value == "true",
            "connection" => keep = !value.eq_ignore_ascii_case("close"),
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            _ => {}
        }
    }
    if chunked {
        reply.travelled += read_chunks(stream, line, &mut reply.body)?;
    } else {
        reply.body.resize(length, 0);
        stream.read_exact(&mut reply.body)?;
        reply.travelled += length;
    }
    Ok((reply, keep))
}

/// Reads a body of unknown length; says how many bytes it took.
fn read_chunks(stream: &mut impl BufRead, line: &mut String, body: &mut Vec<u8>) -> io::Result<usize> {
    let mut travelled = 0;
    loop {
        travelled += read_line(stream, line)?;
        let length = usize::from_str_radix(line, 16).map_err(io::Error::other)?;
        let begun = body.len();
        body.resize(begun + length, 0);
        stream.read_exact(body.get_mut(begun..).unwrap_or_default())?;
        // every chunk, the empty last one too, ends with an empty line
        travelled += length + read_line(stream, line)?;
        if length == 0 {
            return Ok(travelled);
        }
    }
}

fn read_line(stream: &mut impl BufRead, line: &mut String) -> io::Result<usize> {
    line.clear();
    let travelled = stream.read_line(line)?;
    if travelled == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    line.truncate(line.trim_end().len());
    Ok(travelled)
}

/// Who asks.
#[derive(Debug, Clone)]
pub struct Session {
    pub cookie: String,
}

/// The bytes of a GET.
pub fn get(path: &str, session: Option<&Session>) -> Vec<u8> {
    request("GET", path, session, &[], None)
}

/// The bytes of a command: a POST under an idempotency key, on a version if there is one.
pub fn command(path: &str, session: &Session, key: &str, version: Option<i64>, body: &str) -> Vec<u8> {
    let seen = version.map(|version| format!("\"{version}\""));
    let mut headers = vec![("idempotency-key", key)];
    if let Some(seen) = &seen {
        headers.push(("if-match", seen));
    }
    request("POST", path, Some(session), &headers, Some(body))
}

/// The bytes of any request.
pub fn request(method: &str, path: &str, session: Option<&Session>, headers: &[(&str, &str)], body: Option<&str>) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
    // writing into a String cannot fail
    if let Some(session) = session {
        let _ = write!(head, "cookie: {}\r\n", session.cookie);
    }
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    if let Some(body) = body {
        let _ = write!(head, "content-type: application/json\r\ncontent-length: {}\r\n", body.len());
    }
    head.push_str("\r\n");
    head.push_str(body.unwrap_or_default());
    head.into_bytes()
}
