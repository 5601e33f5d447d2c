import { defineAsyncComponent, type Component } from 'vue'
import type { CaseFile, Step } from '@/api/schema'
import { paths } from '@/paths'

/** What the case page gives every step dialog, besides `v-model:open`. */
export interface StepProps {
  file: CaseFile
  /** The version the person looked at: the command names it. */
  etag: string
}

/**
 * The dialog of each step. A dialog sends its command, closes itself, and makes everything under `['case', id]` fresh
 * again; the case page opens it when the step is possible.
 */
const dialogs: Partial<Record<Step, () => Promise<Component>>> = {
  NOTIFY: () => import('./Notify.vue'),
  INVESTIGATE: () => import('./Investigate.vue'),
  OPEN_SESSION: () => import('./HoldSession.vue'),
  SUSPEND: () => import('./Suspend.vue'),
  RESUME: () => import('./Resume.vue'),
  RECORD_CHILD_VIEW: () => import('./RecordChildView.vue'),
  EXTEND: () => import('./Extend.vue'),
  REQUEST_RECUSAL: () => import('./RequestRecusal.vue'),
  DECIDE_RECUSAL: () => import('./DecideRecusal.vue'),
  FAIL: () => import('./Fail.vue'),
  TERMINATE: () => import('./Terminate.vue'),
  SERVE_REMEDY_NOTICE: () => import('./ServeRemedyNotice.vue'),
  FOLLOW_UP: () => import('./FollowUp.vue'),
  REQUEST_CLOSE: () => import('./RequestClose.vue'),
  CLOSE: () => import('./Close.vue'),
  ACCEPT: () => import('./Accept.vue'),
  DECLINE: () => import('./Decline.vue'),
  ASSIGN: () => import('./Assign.vue'),
  REPLACE_MEDIATOR: () => import('./ReplaceMediator.vue'),
  RECORD_REFUSAL: () => import('./RecordRefusal.vue'),
  WITHDRAW_REFUSAL: () => import('./WithdrawRefusal.vue'),
  ADD_EVIDENCE: () => import('./AddEvidence.vue'),
  ADD_POWER_OF_ATTORNEY: () => import('./AddPowerOfAttorney.vue'),
  CORRECT_PARTICULARS: () => import('./CorrectParticulars.vue'),
  CONFIRM_SERVICE_ADDRESS: () => import('./ConfirmServiceAddress.vue'),
  REOPEN: () => import('./Reopen.vue'),
  SETTLE: () => import('./SettleAgreement.vue'),
  REVISE: () => import('./ReviseAgreement.vue'),
  SCHEDULE_PERFORMANCE: () => import('./SchedulePerformance.vue'),
  RECORD_PERFORMANCE: () => import('./RecordPerformance.vue'),
  URGE: () => import('./UrgePerformance.vue'),
  CONFIRM_BREACH: () => import('./ConfirmBreach.vue'),
  REMEDIATE: () => import('./Remediate.vue'),
  AMEND: () => import('./AmendAgreement.vue'),
  EXPLAIN_VOLUME: () => import('./ExplainVolume.vue'),
  ARCHIVE: () => import('./ArchiveCase.vue'),
}

const made = new Map<Step, Component>()

/** The dialog of a step; a step without one is done on another page (`elsewhere`). */
export function stepDialog(step: Step): Component | undefined {
  const load = dialogs[step]
  if (!load) return undefined
  let dialog = made.get(step)
  if (!dialog) made.set(step, (dialog = defineAsyncComponent(load)))
  return dialog
}

/** What is written down about a file without being a step of its life. `decide-duplicate` also takes the `other` file. */
export type FactCommand = 'decide-duplicate' | 'prove-divorce' | 'seal-file'

const facts: Record<FactCommand, Component> = {
  'decide-duplicate': defineAsyncComponent(() => import('./DecideDuplicate.vue')),
  'prove-divorce': defineAsyncComponent(() => import('./ProveDivorce.vue')),
  'seal-file': defineAsyncComponent(() => import('./SealFile.vue')),
}

export function factDialog(fact: FactCommand): Component {
  return facts[fact]
}

/** Steps that fill a page of their own: where they are done. */
const pages: Partial<Record<Step, (file: CaseFile) => string>> = {
  DRAFT_AGREEMENT: (file) => paths.agreementEdit(file.id),
  RECORD_ORAL_AGREEMENT: (file) => paths.oralAgreement(file.id),
  SIGN: (file) => paths.agreementSign(file.id),
  SEAL: () => paths.sealQueue(),
}

export function stepPage(step: Step, file: CaseFile): string | undefined {
  return pages[step]?.(file)
}
