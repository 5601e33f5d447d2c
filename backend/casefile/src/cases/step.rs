//! The verbs of a case file: everything anybody can do to it.

use crate::vocabulary::words;

words! {
    /// Step in the life of a case file (办理环节).
    pub enum Step {
        Accept = "ACCEPT", "受理", "accept";
        Decline = "DECLINE", "不予受理", "decline";
        Assign = "ASSIGN", "指定（选定）调解员", "assign mediators";
        ReplaceMediator = "REPLACE_MEDIATOR", "更换调解员", "replace a mediator";
        Notify = "NOTIFY", "权利义务告知", "notify a party";
        Investigate = "INVESTIGATE", "调查", "investigate";
        OpenSession = "OPEN_SESSION", "开展调解", "hold a session";
        Suspend = "SUSPEND", "中止调解", "suspend";
        Resume = "RESUME", "恢复调解", "resume";
        RecordChildView = "RECORD_CHILD_VIEW", "听取未成年人意见", "record a child's view";
        DraftAgreement = "DRAFT_AGREEMENT", "起草协议", "draft the agreement";
        Settle = "SETTLE", "确定协议文本", "settle the text";
        Revise = "REVISE", "退回修改", "take the text back";
        Sign = "SIGN", "签署", "sign";
        Seal = "SEAL", "盖章", "seal";
        RecordOralAgreement = "RECORD_ORAL_AGREEMENT", "登记口头协议", "record an oral agreement";
        Fail = "FAIL", "调解不成", "declare failure";
        Terminate = "TERMINATE", "终止调解", "terminate";
        ServeRemedyNotice = "SERVE_REMEDY_NOTICE", "送达终止调解告知书", "serve the notice of remedies";
        RecordRefusal = "RECORD_REFUSAL", "登记拒绝调解", "record a refusal";
        WithdrawRefusal = "WITHDRAW_REFUSAL", "撤回拒绝", "withdraw a refusal";
        Extend = "EXTEND", "延期", "extend";
        RequestRecusal = "REQUEST_RECUSAL", "申请回避", "ask for recusal";
        DecideRecusal = "DECIDE_RECUSAL", "决定回避", "decide on recusal";
        AddEvidence = "ADD_EVIDENCE", "补充证据", "add evidence";
        AddPowerOfAttorney = "ADD_POWER_OF_ATTORNEY", "提交授权委托书", "add a power of attorney";
        CorrectParticulars = "CORRECT_PARTICULARS", "更正登记内容", "correct what was taken down";
        ConfirmServiceAddress = "CONFIRM_SERVICE_ADDRESS", "确认送达地址", "confirm a service address";
        SchedulePerformance = "SCHEDULE_PERFORMANCE", "制定履行计划", "schedule performance";
        RecordPerformance = "RECORD_PERFORMANCE", "登记履行", "record performance";
        Urge = "URGE", "督促履行", "urge";
        ConfirmBreach = "CONFIRM_BREACH", "确认不履行", "confirm a breach";
        Remediate = "REMEDIATE", "再次调解", "mediate again";
        Amend = "AMEND", "协商变更", "change by consent";
        FollowUp = "FOLLOW_UP", "回访", "follow up";
        RequestClose = "REQUEST_CLOSE", "申请结案", "ask for closing";
        Close = "CLOSE", "结案", "close";
        ExplainVolume = "EXPLAIN_VOLUME", "填写卷宗情况说明", "explain the volume";
        Archive = "ARCHIVE", "归档", "archive";
        Reopen = "REOPEN", "重新调解（退回）", "reopen";
    }
}
