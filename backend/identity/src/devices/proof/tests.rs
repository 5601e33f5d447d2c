//! Proofs that hold, and every way in which one does not.

use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use serde_json::{Value, json};

use super::*;

const TOKEN: &str = "a.device.token";
const URL: &str = "https://jiahe.example/api/v1/sync/changes";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

fn coordinates(key: &SigningKey) -> (String, String) {
    let point = key.verifying_key().to_sec1_point(false);
    let bytes = point.as_bytes();
    (URL_SAFE_NO_PAD.encode(&bytes[1..33]), URL_SAFE_NO_PAD.encode(&bytes[33..]))
}

fn header(key: &SigningKey) -> Value {
    let (x, y) = coordinates(key);
    json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": {"kty": "EC", "crv": "P-256", "x": x, "y": y}})
}

fn claims() -> Value {
    json!({"htm": "GET", "htu": URL, "jti": "1", "iat": 946_684_800, "ath": bound(TOKEN)})
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn sign(signer: &SigningKey, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let signature: Signature = signer.sign(message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

fn check(text: &str) -> Option<PublicKey> {
    read(text, Expected { method: "GET", url: URL, bound_to: TOKEN })
}

#[test]
fn a_proof_names_the_key_that_made_it_whatever_its_clock_says() {
    let (x, y) = coordinates(&key(7));
    for iat in [json!(0), json!(-1), json!(4_102_444_800_i64), json!(1.5)] {
        let mut claims = claims();
        claims["iat"] = iat;
        assert_eq!(check(&sign(&key(7), &header(&key(7)), &claims)), PublicKey::of(&x, &y));
    }
}

#[test]
fn a_proof_about_something_else_is_none() {
    let own = header(&key(7));
    for (claim, value) in [
        ("htm", json!("POST")),
        ("htm", json!("get")),
        ("htu", json!("https://jiahe.example/api/v1/sync/changes?cursor=x")),
        ("htu", json!("http://jiahe.example/api/v1/sync/changes")),
        ("htu", json!("https://evil.example/api/v1/sync/changes")),
        ("htu", json!("/api/v1/sync/changes")),
        ("ath", json!(bound("another.token"))),
        ("ath", json!(TOKEN)),
        ("jti", json!("")),
        ("jti", json!("j".repeat(129))),
        ("iat", json!("yesterday")),
    ] {
        let mut claims = claims();
        claims[claim] = value;
        assert_eq!(check(&sign(&key(7), &own, &claims)), None, "{claim}");
    }
    for claim in ["htm", "htu", "ath", "jti", "iat"] {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(claim);
        assert_eq!(check(&sign(&key(7), &own, &claims)), None, "without {claim}");
    }
}

#[test]
fn a_proof_under_another_key_or_algorithm_is_none() {
    assert_eq!(check(&sign(&key(8), &header(&key(7)), &claims())), None, "signed by another than it names");
    for (field, value) in [("alg", "none"), ("alg", "HS256"), ("alg", "ES384"), ("alg", "es256"), ("typ", "JWT"), ("typ", "at+jwt")] {
        let mut header = header(&key(7));
        header[field] = json!(value);
        assert_eq!(check(&sign(&key(7), &header, &claims())), None, "{field}={value}");
    }
    let none = format!("{}.{}.", part(&json!({"typ": "dpop+jwt", "alg": "none"})), part(&claims()));
    assert_eq!(check(&none), None);
    let mut extended = header(&key(7));
    extended["crit"] = json!(["exp"]);
    assert_eq!(check(&sign(&key(7), &extended, &claims())), None, "an extension we do not know");
    let mut private = header(&key(7));
    private["jwk"]["d"] = json!("AAAA");
    assert_eq!(check(&sign(&key(7), &private, &claims())), None, "a private key in the open");
}

#[test]
fn every_changed_character_is_found() {
    let proof = sign(&key(7), &header(&key(7)), &claims());
    assert!(check(&proof).is_some());
    for at in 0..proof.len() {
        let mut bad = proof.clone().into_bytes();
        bad[at] = if bad[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(check(&String::from_utf8(bad).unwrap()), None, "character {at}");
    }
    let signature = proof.rsplit('.').next().unwrap().to_owned();
    for bad in ["", ".", "..", "a.b.c", &proof[1..], &format!("{proof}="), &format!("{proof}.{signature}"), &"A".repeat(4_096)] {
        assert_eq!(check(bad), None, "{bad:.20}");
    }
}

#[test]
fn a_point_beside_the_curve_is_no_key() {
    let (x, y) = coordinates(&key(7));
    assert!(PublicKey::of(&x, &y).is_some());
    let nought = URL_SAFE_NO_PAD.encode([0; 32]);
    for (x, y) in [(&y, &x), (&nought, &nought), (&x, &nought), (&String::new(), &y)] {
        assert_eq!(PublicKey::of(x, y), None);
    }
    assert_eq!(PublicKey::of(&format!("{x}="), &y), None);
}
