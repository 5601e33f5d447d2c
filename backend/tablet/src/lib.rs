//! The rules of a case file for a tablet without signal: a question as JSON in, the answer the server would give out.
//!
//! As WebAssembly it has three exports: `reserve` makes room for a question, `answer` answers it, `answer_len` says how long the
//! answer is. Natively it is one function, [`reply`], which the tests hold beside the server.

mod catalogue;
mod desk;
mod filing;
mod lists;
mod question;
mod requests;

use std::cell::RefCell;

pub use question::{Question, Reply};

thread_local! {
    static QUESTION: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for a question of so many bytes and says where.
#[expect(unsafe_code, reason = "an exported name")]
#[unsafe(no_mangle)]
pub extern "C" fn reserve(len: usize) -> *mut u8 {
    QUESTION.with_borrow_mut(|question| {
        question.clear();
        question.resize(len, 0);
        question.as_mut_ptr()
    })
}

/// Answers the question and says where the answer is.
#[expect(unsafe_code, reason = "an exported name")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    let text = QUESTION.with_borrow(|question| reply(question));
    ANSWER.with_borrow_mut(|answer| {
        *answer = text;
        answer.as_ptr()
    })
}

/// How many bytes the answer has.
#[expect(unsafe_code, reason = "an exported name")]
#[unsafe(no_mangle)]
pub extern "C" fn answer_len() -> usize {
    ANSWER.with_borrow(Vec::len)
}

/// Answers one question.
pub fn reply(question: &[u8]) -> Vec<u8> {
    let reply = match serde_path_to_error::deserialize::<_, Question>(&mut serde_json::Deserializer::from_slice(question)) {
        Ok(question) => question.answer(),
        Err(error) => Reply::refused(&platform::problem::AppError::Malformed(error.to_string())),
    };
    serde_json::to_vec(&reply).unwrap_or_else(|error| format!("{{\"status\":500,\"body\":{{\"detail\":\"{error}\"}}}}").into_bytes())
}
