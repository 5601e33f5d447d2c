//! Hashing: what matches, what is renewed, what is refused when too many come at once.

use super::*;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn hasher(cost: HashCost, pepper: u8) -> Hasher {
    Hasher::new(cost, [pepper; 32], 2).unwrap()
}

#[test]
fn only_the_right_password_matches() {
    let hasher = hasher(HashCost::TEST, 1);
    runtime().block_on(async {
        let stored = hasher.hash("cobalt-ravine-七".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{stored}");
        let verify = async |text: &str| hasher.verify(text.to_owned(), Some(stored.clone())).await.unwrap();
        assert_eq!(verify("cobalt-ravine-七").await, Verdict { matches: true, needs_rehash: false });
        assert_eq!(verify("cobalt-ravine-八").await, Verdict { matches: false, needs_rehash: false });
        assert!(verify("ｃobalt-ravine-七").await.matches, "width of the keyboard does not matter");
        assert!(!verify("").await.matches);
        assert_ne!(stored, hasher.hash("cobalt-ravine-七".to_owned()).await.unwrap(), "salted");
    });
}

#[test]
fn without_the_pepper_a_hash_is_of_no_use() {
    let stored = hasher(HashCost::TEST, 1).hash_blocking("cobalt-ravine").unwrap();
    let verdict = runtime().block_on(hasher(HashCost::TEST, 2).verify("cobalt-ravine".to_owned(), Some(stored)));
    assert!(!verdict.unwrap().matches);
}

#[test]
fn a_hash_at_another_cost_is_renewed() {
    let old = hasher(HashCost { memory_kib: 16, ..HashCost::TEST }, 1);
    let stored = old.hash_blocking("cobalt-ravine").unwrap();
    let new = hasher(HashCost::TEST, 1);
    runtime().block_on(async {
        let verdict = new.verify("cobalt-ravine".to_owned(), Some(stored.clone())).await.unwrap();
        assert_eq!(verdict, Verdict { matches: true, needs_rehash: true });
        let verdict = new.verify("wrong".to_owned(), Some(stored)).await.unwrap();
        assert_eq!(verdict, Verdict { matches: false, needs_rehash: false });
    });
}

#[test]
fn nobody_is_never_let_in() {
    let hasher = hasher(HashCost::TEST, 1);
    runtime().block_on(async {
        assert!(!hasher.verify("anything".to_owned(), None).await.unwrap().matches);
        assert_eq!(hasher.verify("anything".to_owned(), Some("nonsense".to_owned())).await, Err(HashError::Malformed));
    });
}

#[test]
fn the_queue_is_bounded() {
    let hasher = Hasher::new(HashCost::TEST, [1; 32], 1).unwrap();
    runtime().block_on(async {
        // the only worker is taken, so everybody else queues
        let worker = Arc::clone(&hasher.working).acquire_owned().await.unwrap();
        let waiting: Vec<_> = (0..=QUEUE)
            .map(|_| {
                let hasher = hasher.clone();
                tokio::spawn(async move { hasher.hash("cobalt-ravine".to_owned()).await })
            })
            .collect();
        tokio::task::yield_now().await;
        assert_eq!(hasher.hash("cobalt-ravine".to_owned()).await, Err(HashError::Busy));
        drop(worker);
        for task in waiting {
            assert!(task.await.unwrap().is_ok());
        }
        assert!(hasher.hash("cobalt-ravine".to_owned()).await.is_ok(), "free again");
    });
}

#[test]
fn the_production_cost_is_the_one_decided() {
    let stored = hasher(HashCost::PRODUCTION, 1).hash_blocking("cobalt-ravine").unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{stored}");
    assert!(Hasher::new(HashCost { memory_kib: 1, ..HashCost::TEST }, [1; 32], 1).is_err());
}
