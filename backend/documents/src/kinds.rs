//! What is taken: a closed list of media types, how each begins, and how large it may be.

/// What kind of thing a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Image,
    Document,
    Audio,
    Video,
}

impl Kind {
    /// The largest file of the kind, in bytes.
    pub const fn limit(self) -> i64 {
        match self {
            Self::Image | Self::Document => 20 << 20,
            Self::Audio | Self::Video => 200 << 20,
        }
    }
}

/// How many bytes the files of one record may have together.
pub const QUOTA: i64 = 2 << 30;
/// So much of a file's beginning is looked at.
pub const BEGINNING: usize = 512;

platform::text_enum!(
    /// A media type that is taken.
    MediaType {
        Jpeg = "image/jpeg",
        Png = "image/png",
        Webp = "image/webp",
        Pdf = "application/pdf",
        Mp3 = "audio/mpeg",
        M4a = "audio/mp4",
        Wav = "audio/wav",
        WebmAudio = "audio/webm",
        OggAudio = "audio/ogg",
        Mp4 = "video/mp4",
    }
);

impl MediaType {
    /// Reads a declared type; parameters (`audio/webm;codecs=opus`) and old names are understood.
    pub fn declared(text: &str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "image/jpg" => Some(Self::Jpeg),
            "audio/mp3" => Some(Self::Mp3),
            "audio/x-m4a" | "audio/m4a" => Some(Self::M4a),
            "audio/x-wav" | "audio/wave" | "audio/vnd.wave" => Some(Self::Wav),
            other => other.parse().ok(),
        }
    }

    pub const fn kind(self) -> Kind {
        match self {
            Self::Jpeg | Self::Png | Self::Webp => Kind::Image,
            Self::Pdf => Kind::Document,
            Self::Mp3 | Self::M4a | Self::Wav | Self::WebmAudio | Self::OggAudio => Kind::Audio,
            Self::Mp4 => Kind::Video,
        }
    }

    /// Extensions under which such a file goes.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Pdf => &["pdf"],
            Self::Mp3 => &["mp3"],
            Self::M4a => &["m4a", "mp4"],
            Self::Wav => &["wav"],
            Self::WebmAudio => &["webm", "weba"],
            Self::OggAudio => &["ogg", "oga", "opus"],
            Self::Mp4 => &["mp4"],
        }
    }

    /// Whether a file name ends as such a file does.
    pub fn goes_under(self, file_name: &str) -> bool {
        let extension = file_name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        extension.is_some_and(|extension| self.extensions().contains(&extension.as_str()))
    }

    /// Whether the content begins as such a file does; what a name or a header claims proves nothing.
    pub fn begins(self, head: &[u8]) -> bool {
        let at = |place: usize, bytes: &[u8]| head.get(place..place + bytes.len()) == Some(bytes);
        match self {
            Self::Jpeg => at(0, b"\xFF\xD8\xFF"),
            Self::Png => at(0, b"\x89PNG\r\n\x1A\n"),
            Self::Webp => at(0, b"RIFF") && at(8, b"WEBP"),
            Self::Pdf => at(0, b"%PDF-"),
            Self::Mp3 => at(0, b"ID3") || mpeg_frame(head),
            Self::Wav => at(0, b"RIFF") && at(8, b"WAVE"),
            // EBML with the document type WebM; a Matroska file of another type is none
            Self::WebmAudio => at(0, b"\x1A\x45\xDF\xA3") && head.windows(4).take(64).any(|window| window == b"webm"),
            Self::OggAudio => at(0, b"OggS") && (at(28, b"OpusHead") || at(29, b"vorbis")),
            Self::M4a => at(4, b"ftyp") && brand(head, &[b"M4A ", b"M4B ", b"mp42", b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"dash"]),
            Self::Mp4 => at(4, b"ftyp") && brand(head, &[b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V "]),
        }
    }
}

/// The major brand of an ISO base media file.
fn brand(head: &[u8], known: &[&[u8; 4]]) -> bool {
    head.get(8..12).is_some_and(|brand| known.iter().any(|one| brand == *one))
}

/// The sync word of an MPEG audio frame of layer III, with a bit rate and a sampling rate that exist.
fn mpeg_frame(head: &[u8]) -> bool {
    let &[first, second, third, ..] = head else { return false };
    first == 0xFF && second & 0xE0 == 0xE0 && second & 0x18 != 0x08 && second & 0x06 == 0x02 && third >> 4 != 0xF && third & 0x0C != 0x0C
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginnings of real files of each type.
    const HEADS: &[(MediaType, &[u8])] = &[
        (MediaType::Jpeg, b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00"),
        (MediaType::Png, b"\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR"),
        (MediaType::Webp, b"RIFF\x24\x00\x00\x00WEBPVP8 "),
        (MediaType::Pdf, b"%PDF-1.7\n"),
        (MediaType::Mp3, b"ID3\x04\x00\x00"),
        (MediaType::M4a, b"\x00\x00\x00\x1CftypM4A \x00\x00\x02\x00"),
        (MediaType::Wav, b"RIFF\x24\x00\x00\x00WAVEfmt "),
        (
            MediaType::WebmAudio,
            b"\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\xF7\x81\x01\x42\xF2\x81\x04\x42\xF3\x81\x08\x42\x82\x84webm\x42\x87",
        ),
        (MediaType::OggAudio, b"OggS\x00\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead\x01"),
        (MediaType::Mp4, b"\x00\x00\x00\x20ftypavc1\x00\x00\x02\x00"),
    ];

    #[test]
    fn every_type_knows_its_own_beginning_and_no_other() {
        assert_eq!(HEADS.len(), MediaType::ALL.len());
        for (media_type, head) in HEADS {
            let knowing: Vec<_> = MediaType::ALL.iter().filter(|other| other.begins(head)).collect();
            assert_eq!(knowing, [media_type]);
        }
        assert!(MediaType::Mp3.begins(b"\xFF\xFB\x90\x64"), "a bare frame");
    }

    #[test]
    fn what_can_run_or_hide_a_script_is_never_taken() {
        for declared in ["text/html", "image/svg+xml", "application/xhtml+xml", "application/zip", "application/octet-stream", ""] {
            assert_eq!(MediaType::declared(declared), None, "{declared}");
        }
        for head in [&b"<!doctype html>"[..], b"<svg xmlns=", b"MZ\x90\x00", b"PK\x03\x04", b"#!/bin/sh", b"\x7FELF", b""] {
            assert!(MediaType::ALL.iter().all(|media_type| !media_type.begins(head)), "{head:?}");
        }
    }

    #[test]
    fn a_browsers_way_of_naming_a_recording_is_understood() {
        assert_eq!(MediaType::declared("audio/webm;codecs=opus"), Some(MediaType::WebmAudio));
        assert_eq!(MediaType::declared("Image/JPG"), Some(MediaType::Jpeg));
        assert!(MediaType::Jpeg.goes_under("现场 照片.JPG"));
        assert!(!MediaType::Jpeg.goes_under("photo.jpg.exe") && !MediaType::Jpeg.goes_under("jpg"));
    }
}
