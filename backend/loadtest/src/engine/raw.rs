//! SQLite through its C interface, with nothing in between. The only file of the workspace with `unsafe` in it.
#![expect(unsafe_code, reason = "the engine's own cost can only be measured at its own interface")]

use std::ffi::{CStr, CString, c_int};
use std::path::Path;
use std::ptr;

use libsqlite3_sys as ffi;

use crate::Fault;

/// A value as the engine keeps it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// A connection.
pub struct Raw(*mut ffi::sqlite3);

/// A prepared statement; it must not outlive its connection, which the lifetime sees to.
pub struct Statement<'a> {
    db: &'a Raw,
    stmt: *mut ffi::sqlite3_stmt,
}

impl Raw {
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let name = CString::new(path.display().to_string())?;
        let mut db = ptr::null_mut();
        // SAFETY: `name` is NUL-terminated and outlives the call; `db` is a valid place for the handle
        let code = unsafe { ffi::sqlite3_open(name.as_ptr(), &mut db) };
        let raw = Self(db);
        raw.check(code)?;
        Ok(raw)
    }

    fn check(&self, code: c_int) -> Result<(), Fault> {
        if matches!(code, ffi::SQLITE_OK | ffi::SQLITE_ROW | ffi::SQLITE_DONE) {
            return Ok(());
        }
        // SAFETY: the handle is open; the message is NUL-terminated and valid until the next call
        let message = unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(self.0)) };
        Err(format!("sqlite: {}", message.to_string_lossy()).into())
    }

    /// Runs statements whose rows nobody wants.
    pub fn execute(&self, sql: &str) -> Result<(), Fault> {
        let sql = CString::new(sql)?;
        // SAFETY: the handle is open and the text is NUL-terminated; no callback is given
        let code = unsafe { ffi::sqlite3_exec(self.0, sql.as_ptr(), None, ptr::null_mut(), ptr::null_mut()) };
        self.check(code)
    }

    pub fn prepare(&self, sql: &str) -> Result<Statement<'_>, Fault> {
        let text = CString::new(sql)?;
        let mut stmt = ptr::null_mut();
        // SAFETY: the handle is open, the text NUL-terminated, `stmt` a valid place
        let code = unsafe { ffi::sqlite3_prepare_v2(self.0, text.as_ptr(), -1, &mut stmt, ptr::null_mut()) };
        self.check(code).map_err(|error| format!("{error} in {sql}"))?;
        Ok(Statement { db: self, stmt })
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // SAFETY: statements borrow the connection, so none is left
        unsafe { ffi::sqlite3_close(self.0) };
    }
}

impl Statement<'_> {
    /// Runs the statement and takes every column of every row over, as any caller must; returns how many rows there were.
    pub fn run(&mut self, values: &[Value]) -> Result<usize, Fault> {
        Ok(self.rows(values)?.len())
    }

    /// Runs the statement and keeps the rows.
    pub fn rows(&mut self, values: &[Value]) -> Result<Vec<Vec<Value>>, Fault> {
        self.bind(values)?;
        let mut rows = Vec::new();
        while self.step()? {
            rows.push((0..self.columns()).map(|column| self.value(column)).collect());
        }
        self.reset();
        Ok(rows)
    }

    /// The names of the columns.
    pub fn names(&self) -> Vec<String> {
        let name = |column| {
            // SAFETY: the column exists; the name is NUL-terminated and valid while the statement is
            let name = unsafe { ffi::sqlite3_column_name(self.stmt, column) };
            if name.is_null() {
                return String::new();
            }
            // SAFETY: not null, as checked
            unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned()
        };
        (0..self.columns()).map(name).collect()
    }

    fn columns(&self) -> c_int {
        // SAFETY: the statement is valid
        unsafe { ffi::sqlite3_column_count(self.stmt) }
    }

    fn bind(&mut self, values: &[Value]) -> Result<(), Fault> {
        for (place, value) in (1..).zip(values) {
            let length = |n: usize| c_int::try_from(n);
            // SAFETY: the values outlive the run (the caller holds them), so the engine need not copy them
            let code = unsafe {
                match value {
                    Value::Null => ffi::sqlite3_bind_null(self.stmt, place),
                    Value::Int(n) => ffi::sqlite3_bind_int64(self.stmt, place, *n),
                    Value::Text(text) => {
                        ffi::sqlite3_bind_text(self.stmt, place, text.as_ptr().cast(), length(text.len())?, ffi::SQLITE_STATIC())
                    }
                    Value::Blob(bytes) => {
                        ffi::sqlite3_bind_blob(self.stmt, place, bytes.as_ptr().cast(), length(bytes.len())?, ffi::SQLITE_STATIC())
                    }
                }
            };
            self.db.check(code)?;
        }
        Ok(())
    }

    fn step(&mut self) -> Result<bool, Fault> {
        // SAFETY: the statement is valid
        let code = unsafe { ffi::sqlite3_step(self.stmt) };
        self.db.check(code)?;
        Ok(code == ffi::SQLITE_ROW)
    }

    fn reset(&mut self) {
        // SAFETY: the statement is valid; an error of the run was told already
        unsafe { ffi::sqlite3_reset(self.stmt) };
    }

    fn value(&self, column: c_int) -> Value {
        // SAFETY: the statement stands on a row and the column exists; bytes are copied before the next step
        unsafe {
            let bytes = |data: *const u8| {
                let length = usize::try_from(ffi::sqlite3_column_bytes(self.stmt, column)).unwrap_or(0);
                if data.is_null() { Vec::new() } else { std::slice::from_raw_parts(data, length).to_vec() }
            };
            match ffi::sqlite3_column_type(self.stmt, column) {
                ffi::SQLITE_INTEGER => Value::Int(ffi::sqlite3_column_int64(self.stmt, column)),
                ffi::SQLITE_TEXT => Value::Text(String::from_utf8_lossy(&bytes(ffi::sqlite3_column_text(self.stmt, column))).into_owned()),
                ffi::SQLITE_BLOB => Value::Blob(bytes(ffi::sqlite3_column_blob(self.stmt, column).cast())),
                _ => Value::Null,
            }
        }
    }
}

impl Drop for Statement<'_> {
    fn drop(&mut self) {
        // SAFETY: the statement is valid and used by nobody else
        unsafe { ffi::sqlite3_finalize(self.stmt) };
    }
}
