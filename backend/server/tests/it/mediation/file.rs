//! One case file under test: who acts on it, at which version, and what a refusal must look like.

use platform::ids::AccountId;
use serde_json::Value;

use super::masking;
use super::people::Person;
use crate::support::{Client, Reply, TestApp};

pub const CASES: &str = "/api/v1/mediation/cases";

/// A case file, at the version the last step gave it.
pub struct File<'a> {
    pub app: &'a TestApp,
    pub id: String,
    pub version: i64,
    pub applicant: Person,
    pub respondent: Person,
    pub child: Option<Person>,
    /// Who mediates it.
    pub mediator: AccountId,
    /// The login name of the one who mediates it.
    pub mediator_name: String,
    /// The login name of the one who took the application down.
    pub filer_name: String,
    /// Whether the assignment carries the approval to see minors.
    pub approved: bool,
}

impl File<'_> {
    /// The two sides.
    pub fn sides(&self) -> [&Person; 2] {
        [&self.applicant, &self.respondent]
    }

    pub fn address(&self) -> String {
        format!("{CASES}/{}", self.id)
    }

    pub fn at(&self, part: &str) -> String {
        format!("{CASES}/{}/{part}", self.id)
    }

    /// The mediator of the file, signed in.
    pub async fn mediator(&self) -> Client {
        self.app.person(&self.mediator_name).await
    }

    /// Takes a step that must succeed.
    #[track_caller]
    pub fn step<'b>(&'b mut self, who: &'b Client, step: &'b str, body: &'b Value) -> impl Future<Output = Reply> + 'b {
        let place = std::panic::Location::caller();
        async move {
            let reply = who.post_at(&self.at(step), self.version, body).await;
            assert_eq!(reply.status, 200, "{step} at {place}: {}", reply.text);
            assert_eq!(masking::gives_away(&reply.text), [""; 0], "the answer to {step} at {place}");
            self.version = reply.version();
            reply
        }
    }

    /// Takes a step as the file's mediator.
    pub async fn mediate(&mut self, step: &str, body: &Value) -> Reply {
        let who = self.mediator().await;
        self.step(&who, step, body).await
    }

    /// Tries a step; the file's version stays what this test knows.
    pub async fn attempt(&self, who: &Client, step: &str, body: &Value) -> Reply {
        who.post_at(&self.at(step), self.version, body).await
    }

    /// A step that must be refused by exactly these guards, all of them at once, without a trace in the file.
    #[track_caller]
    pub fn refused<'b>(
        &'b self,
        who: &'b Client,
        step: &'b str,
        body: &'b Value,
        guards: &'b [&'b str],
    ) -> impl Future<Output = Reply> + 'b {
        let place = std::panic::Location::caller();
        async move {
            let before = self.everything().await;
            let reply = self.attempt(who, step, body).await;
            assert_eq!(reply.status, 409, "{step} at {place}: {}", reply.text);
            let blockers = reply.json["blockers"].as_array().unwrap();
            let found: Vec<&str> = blockers.iter().map(|blocker| blocker["guard"].as_str().unwrap()).collect();
            assert_eq!(found, guards, "{step} at {place}: {}", reply.text);
            assert_eq!(reply.blockers()[0], reply.code(), "the first reason gives the problem its code");
            for blocker in blockers {
                assert!(!blocker["basis"].as_str().unwrap().is_empty(), "a reason without its law: {blocker}");
                assert!(blocker["code"].as_str().unwrap().starts_with("mediation.case."), "{blocker}");
            }
            assert_eq!(self.everything().await, before, "{step} at {place} left something behind");
            reply
        }
    }

    /// The file as the director reads it, with its papers and what is owed: nothing of it may change by a refusal.
    pub async fn everything(&self) -> [Value; 3] {
        let director = self.app.federation_officer().await;
        let view = director.get(&self.address()).await.expect(200).json;
        assert_eq!(view["version"], self.version);
        [view, director.get(&self.at("papers")).await.expect(200).json, director.get(&self.at("performance")).await.expect(200).json]
    }

    /// The file as the officer of the federation reads it.
    pub async fn view(&self) -> Value {
        self.app.federation_officer().await.get(&self.address()).await.expect(200).json
    }

    pub async fn state(&self) -> String {
        self.view().await["state"].as_str().unwrap().to_owned()
    }

    /// What somebody sees of the steps now.
    pub async fn steps(&self, who: &Client) -> Value {
        who.get(&self.at("steps")).await.expect(200).json
    }

    /// One step as somebody sees it.
    pub async fn step_seen(&self, who: &Client, step: &str) -> Value {
        let steps = self.steps(who).await;
        steps["steps"].as_array().unwrap().iter().find(|view| view["step"] == step).unwrap_or_else(|| panic!("{step}: {steps}")).clone()
    }

    /// The day a clock runs out, as the mediator sees it.
    pub async fn clock(&self, code: &str) -> Option<String> {
        let steps = self.steps(&self.mediator().await).await;
        let timer = steps["timers"].as_array().unwrap().iter().find(|timer| timer["code"] == code);
        timer.map(|timer| timer["dueOn"].as_str().unwrap().to_owned())
    }

    /// The papers of a form, oldest first, whole.
    pub async fn papers(&self, form: &str) -> Vec<Value> {
        let officer = self.app.federation_officer().await;
        let list = officer.get(&self.at("papers")).await.expect(200).json;
        let mut found = Vec::new();
        for paper in list["items"].as_array().unwrap().iter().filter(|paper| paper["form"] == form) {
            found.push(officer.get(&self.at(&format!("papers/{}", paper["id"].as_str().unwrap()))).await.expect(200).json);
        }
        found
    }

    /// The newest agreement, written or oral.
    pub async fn agreement(&self) -> Value {
        let mut found = self.papers("F11").await;
        found.extend(self.papers("F12").await);
        found.into_iter().max_by_key(|paper| paper["content"]["fields"]["versionNo"].as_i64()).expect("no agreement on file")
    }

    /// What is owed.
    pub async fn owed(&self) -> Vec<Value> {
        let plan = self.app.federation_officer().await.get(&self.at("performance")).await.expect(200).json;
        plan["items"].as_array().unwrap().clone()
    }
}
