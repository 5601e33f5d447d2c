//! A file under way, as a tablet sends it.

use actix_web::http::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::mediation::file::File;
use crate::support::{Client, Reply};

pub const CHUNK: usize = 256 * 1024;

/// A photo of so many bytes: it begins as a JPEG does, the rest differs from part to part.
pub struct Picture(pub Vec<u8>);

impl Picture {
    pub fn of(size: usize) -> Self {
        let mut bytes = b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00".to_vec();
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        while bytes.len() < size {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.extend_from_slice(&state.to_be_bytes());
        }
        bytes.truncate(size);
        Self(bytes)
    }

    pub fn part(&self, number: usize) -> &[u8] {
        self.0.chunks(CHUNK).nth(number).unwrap()
    }

    pub fn announcement(&self) -> Value {
        let sha256: String = Sha256::digest(&self.0).iter().map(|byte| format!("{byte:02x}")).collect();
        json!({
            "fileName": "现场照片.jpg", "mediaType": "image/jpeg", "size": self.0.len(), "sha256": sha256,
            "takenAt": "2026-03-01T08:30:00Z", "note": "厨房门口",
        })
    }
}

/// An upload of one client.
pub struct Upload {
    pub client: Client,
    pub list: String,
    pub id: String,
}

impl Upload {
    /// Announces a picture.
    pub async fn begin(client: &Client, file: &File<'_>, picture: &Picture) -> Self {
        let list = file.at("attachments");
        let reply = client.post(&list, &picture.announcement()).await.expect(201);
        assert_eq!(
            (&reply.json["received"], &reply.json["chunkSize"], &reply.json["state"]),
            (&json!(0), &json!(CHUNK), &json!("UPLOADING"))
        );
        Self { client: client.clone(), list, id: reply.json["id"].as_str().unwrap().to_owned() }
    }

    /// A picture sent and declared whole.
    pub async fn whole(client: &Client, file: &File<'_>, picture: &Picture) -> Self {
        let upload = Self::begin(client, file, picture).await;
        for number in 0..picture.0.chunks(CHUNK).count() {
            upload.put(number, picture.part(number)).await.expect(200);
        }
        upload.complete().await.expect(200);
        upload
    }

    pub fn at(&self, part: &str) -> String {
        format!("{}/{}/{part}", self.list, self.id)
    }

    pub async fn put(&self, number: usize, bytes: &[u8]) -> Reply {
        let ask = self.client.ask(Method::PUT, &self.at(&format!("chunks/{number}")));
        ask.header("content-type", "application/octet-stream").raw(bytes).send().await
    }

    pub async fn received(&self) -> Value {
        self.client.get(&self.at("progress")).await.expect(200).json["received"].clone()
    }

    pub async fn complete(&self) -> Reply {
        self.client.ask(Method::POST, &self.at("complete")).fresh_key().send().await
    }

    /// The file as the list shows it.
    pub async fn listed(&self) -> Option<Value> {
        let list = self.client.get(&self.list).await.expect(200).json;
        list["items"].as_array().unwrap().iter().find(|item| item["id"] == self.id.as_str()).cloned()
    }
}
