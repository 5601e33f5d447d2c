import type { AttachmentFacts, CarriedFile, Decision, FieldStorage, LocalAttachment } from './types'
import { FieldError } from './types'

/** What the device can do; filled in by the next commits of this branch. */
const notYet = (): never => {
  throw new FieldError('unsupported')
}

export const enrol = async (_facts: { label: string; serial: string }): Promise<void> => notYet()
export const checkApproval = async (): Promise<void> => notYet()
export const activate = async (_passphrase: string): Promise<void> => notYet()
export const unlock = async (_passphrase: string): Promise<void> => notYet()
export const lock = async (): Promise<void> => notYet()
export const wipe = async (_by: 'user', _options: { evenUnsent?: boolean }): Promise<void> => notYet()
export const syncNow = async (): Promise<void> => notYet()
export const retry = async (_seq: number): Promise<void> => notYet()
export const drop = async (_seq: number, _reason: string): Promise<void> => notYet()
export const resolve = async (_seq: number, _decisions: Decision[]): Promise<void> => notYet()
export const carriedFiles = async (): Promise<CarriedFile[]> => notYet()
export const persist = async (): Promise<FieldStorage> => notYet()
export const attach = async (_caseId: string, _content: Blob, _facts: AttachmentFacts): Promise<string> => notYet()
export const localAttachments = async (_caseId: string): Promise<LocalAttachment[]> => notYet()
export const attachmentContent = async (_id: string): Promise<Blob> => notYet()
export const startUpdate = async (): Promise<void> => notYet()
