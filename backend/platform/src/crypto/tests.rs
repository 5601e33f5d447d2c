//! What sealing promises: bound to its place, readable over rotations, never the same twice.

use super::*;

const ROW: [u8; 16] = [1; 16];
const OTHER: [u8; 16] = [2; 16];

#[test]
fn a_sealed_field_opens_in_its_place_only() {
    let keys = Keyring::ephemeral(1);
    let sealed = keys.seal("person", "id_number", &ROW, "99990019900101001X".as_bytes()).unwrap();
    assert_eq!(keys.open("person", "id_number", &ROW, &sealed).unwrap(), b"99990019900101001X");
    for (table, column, row) in
        [("person", "id_number", &OTHER), ("person", "phone", &ROW), ("party", "id_number", &ROW), ("personi", "d_number", &ROW)]
    {
        assert_eq!(keys.open(table, column, row, &sealed), Err(CryptoError::Integrity));
    }
}

#[test]
fn swapping_two_rows_is_found() {
    let keys = Keyring::ephemeral(1);
    let first = keys.seal("person", "phone", &ROW, b"13800000001").unwrap();
    let second = keys.seal("person", "phone", &OTHER, b"13800000002").unwrap();
    assert_eq!(keys.open("person", "phone", &ROW, &second), Err(CryptoError::Integrity));
    assert_eq!(keys.open("person", "phone", &OTHER, &first), Err(CryptoError::Integrity));
}

#[test]
fn every_flipped_bit_and_every_cut_is_found() {
    let keys = Keyring::ephemeral(1);
    let sealed = keys.seal("person", "note", &ROW, "笔录".as_bytes()).unwrap();
    for at in 0..sealed.len() {
        for bit in 0..8 {
            let mut bad = sealed.clone();
            bad[at] ^= 1 << bit;
            let error = keys.open("person", "note", &ROW, &bad).unwrap_err();
            assert!(if at < VERSION { matches!(error, CryptoError::UnknownKey(_)) } else { error == CryptoError::Integrity });
        }
        assert!(keys.open("person", "note", &ROW, &sealed[..at]).is_err());
    }
    assert_eq!(keys.open("person", "note", &ROW, &[]), Err(CryptoError::Malformed));
}

#[test]
fn the_same_value_never_looks_the_same() {
    let keys = Keyring::ephemeral(1);
    let seal = || keys.seal("person", "note", &ROW, b"").unwrap();
    assert_ne!(seal(), seal());
    assert_eq!(keys.open("person", "note", &ROW, &seal()).unwrap(), b"");
}

#[test]
fn rotation_keeps_old_rows_readable() {
    let mut keys = Keyring::ephemeral(1);
    let old = keys.seal("person", "note", &ROW, b"old").unwrap();
    assert_eq!(keys.rotate_sealing(), Ok(2));
    let new = keys.seal("person", "note", &ROW, b"new").unwrap();
    assert_eq!((Keyring::version_of(&old), Keyring::version_of(&new)), (Some(1), Some(2)));
    assert_eq!(keys.open("person", "note", &ROW, &old).unwrap(), b"old");
    assert_eq!(keys.open("person", "note", &ROW, &new).unwrap(), b"new");

    // the version is part of what is authenticated
    let mut relabelled = old.clone();
    relabelled[..VERSION].copy_from_slice(&2_u16.to_be_bytes());
    assert_eq!(keys.open("person", "note", &ROW, &relabelled), Err(CryptoError::Integrity));

    assert!(!keys.retire_sealing(2), "the key that writes stays");
    assert!(keys.retire_sealing(1));
    assert_eq!(keys.open("person", "note", &ROW, &old), Err(CryptoError::UnknownKey(1)));
    assert_eq!(keys.open("person", "note", &ROW, &new).unwrap(), b"new");
}

#[test]
fn a_blind_index_depends_on_column_key_and_value() {
    let keys = Keyring::ephemeral(1);
    let index = keys.blind_index("id_number", "99990019900101001X");
    assert_eq!(index, Keyring::ephemeral(1).blind_index("id_number", "99990019900101001X"));
    assert_eq!(index, keys.blind_index("id_number", "９９９９００１９９００１０１００１Ｘ"), "width does not matter");
    assert_ne!(index, keys.blind_index("phone", "99990019900101001X"));
    assert_ne!(index, keys.blind_index("id_number", "999900199001010011"));
    assert_ne!(index, Keyring::ephemeral(2).blind_index("id_number", "99990019900101001X"));
    assert_eq!(keys.blind_index_candidates("id_number", "99990019900101001X"), [index]);
}

#[test]
fn an_index_key_is_rotated_without_losing_rows() {
    let mut keys = Keyring::ephemeral(1);
    let old = keys.blind_index("phone", "13812345678");
    assert_eq!(keys.rotate_index(), Ok(2));
    let new = keys.blind_index("phone", "13812345678");
    assert_ne!(old, new);
    assert_eq!(keys.blind_index_candidates("phone", "13812345678"), [new, old]);
    assert!(!keys.retire_index(2) && keys.retire_index(1));
    assert_eq!(keys.blind_index_candidates("phone", "13812345678"), [new]);
}

#[test]
fn a_new_token_key_signs_first() {
    let mut keys = Keyring::ephemeral(1);
    keys.rotate_tokens().unwrap();
    assert_eq!(keys.token_keys().map(|(kid, _)| kid).collect::<Vec<_>>(), ["2", "1"]);
    assert!(keys.retire_tokens());
    assert_eq!(keys.token_keys().map(|(kid, _)| kid).collect::<Vec<_>>(), ["2"]);
}

#[test]
fn keys_differ_from_each_other_and_stay_out_of_logs() {
    let keys = Keyring::ephemeral(1);
    assert_ne!(keys.password_pepper(), keys.checkpoint_seed());
    assert_ne!(keys.token_digest("recovery", b"1"), keys.token_digest("invitation", b"1"));
    assert_eq!(format!("{keys:?}"), "Keyring(sealing version 1)");
    assert_ne!(random_bytes::<32>().unwrap(), random_bytes::<32>().unwrap());
}

/// RFC 4231, test case 2, through the same construction.
#[test]
fn the_keyed_digest_is_hmac_sha256() {
    let mut key = [0; 32];
    key[..4].copy_from_slice(b"Jefe");
    let digest = keyed(&Secret(key), &[b"what do ya want ", b"for nothing?"]);
    assert_eq!(digest[..4], [0x5b, 0xdc, 0xc1, 0x46]);
}
