import type { FieldConflict, Problem } from '@/api/problem'

export type { FieldConflict }

/**
 * Where this device stands. `none`: an ordinary browser. `pending`: asked for, not yet approved. `approved`: waits for
 * its passphrase. `locked` and `open`: the vault. `wiped`: erased, nothing of it can be read any more.
 */
export type FieldState = 'none' | 'pending' | 'approved' | 'locked' | 'open' | 'wiped'

export interface FieldStorage {
  /** What the browser answered: only a persistent store is safe from being cleared when the disk is full. */
  persisted: boolean
  usage: number
  quota: number
}

/** What the screens show of the device. Written by `offline/` only. */
export interface Field {
  /** The browser can do it: secure address, WebCrypto, IndexedDB. */
  supported: boolean
  enrolled: boolean
  state: FieldState
  deviceId: string | null
  deviceNo: number | null
  label: string
  /** Until when the vault opens without the network. */
  leaseUntil: string | null
  /** When the local copies were last brought up to date. */
  asOf: string | null
  /** Files that are carried. */
  carried: number
  unsent: number
  oldestUnsentAt: string | null
  parked: number
  conflicts: number
  storage: FieldStorage
  online: boolean
  draining: boolean
  /** The life of the server's database; another one after a restore. */
  epoch: string | null
  /** The vault cannot be opened, or not be used on, without the server. */
  needsNetwork: boolean
  /** The device must be activated again with a signed-in session (its tokens are dead). */
  needsActivation: boolean
  /** Revoked, with hours left to send what is here; the vault is erased afterwards. */
  drainOnly: boolean
  /** Why the vault was erased. */
  wipedBy: 'user' | 'passphrase' | 'revoked' | null
  /** Wrong passphrases that are still allowed. */
  triesLeft: number
  /** Whether this build carries the rules; without them nothing can be done off the network. */
  rulesAvailable: boolean
}

/**
 * `QUEUED` and `SENDING` are unsent. `DONE`: the server has it. `PARKED`: the server refused it (`problem` has every
 * reason). `CONFLICT`: both sides changed the same thing (`problem.conflicts`). `DROPPED`: given up by the user.
 */
export type Fate = 'QUEUED' | 'SENDING' | 'DONE' | 'PARKED' | 'CONFLICT' | 'DROPPED'

/** With `conflicts`, when both sides changed the same. */
export type ConflictProblem = Problem

export interface Decision {
  pointer: string
  /** `OTHER`: neither is right; `value` is what holds instead. */
  take: 'MINE' | 'THEIRS' | 'OTHER'
  value?: unknown
}

/** What was decided about an item after the server had refused it. */
export interface Ruling {
  at: string
  by: 'RETRIED' | 'RESOLVED' | 'AMENDED' | 'DROPPED'
  reason?: string
  decisions?: Decision[]
  /** What the server had said. */
  problem?: ConflictProblem
  /** What had been sent, where it was changed by the decision. */
  key?: string
  body?: string
}

export interface OutboxItem {
  /** Per device, increasing: the order of everything that was done here. */
  seq: number
  /** The Idempotency-Key: born with the command, the same at every attempt. */
  key: string
  /** `UPLOAD` sends an attachment in parts; everything else is one request. */
  kind: 'COMMAND' | 'UPLOAD'
  method: string
  /** With `/api/v1`, without the host. */
  path: string
  /** The last part of the path: `accept`, `sign`, …; `file` for a new application, `attachment` for a picture. */
  step: string
  /** A record that is not carried as a file: which kind of capture it is. */
  capture?: string
  /** The exact text that is sent; the server compares it byte by byte on a repetition. */
  body: string
  baseVersion: number | null
  recordId: string
  createdAt: string
  state: Fate
  attempts: number
  lastTriedAt?: string
  problem?: ConflictProblem
  /** What the server answered when it was done. */
  answer?: unknown
  doneAt?: string
  /** `T-<device no>-<seq>` of an application that has no number of the server yet. */
  temporaryNumber?: string
  /** The number the server issued for the file, once it is known. */
  number?: string
  /** The file of this item is no longer carried, for this reason. */
  withdrawn?: WithdrawalReason
  /** On the present copy of the file the rules would refuse it; the server decides. */
  doubt?: Problem
  /** Sent again because the server was restored. */
  resent?: boolean
  /** With `kind: UPLOAD`: bytes that have arrived, of how many. */
  sentBytes?: number
  totalBytes?: number
  fileName?: string
  history: Ruling[]
}

export type WithdrawalReason = 'REASSIGNED' | 'RECUSED' | 'SEALED' | 'CLOSED' | 'OUT_OF_SCOPE'

/** A file that was taken off the device by the server. */
export interface Withdrawal {
  kind: string
  id: string
  reason: WithdrawalReason
  at: string
}

/** A file that is carried, in the words of the list. */
export interface CarriedFile {
  id: string
  version: number
  /** Steps of this device that the server has not yet answered. */
  pending: number
  temporaryNumber?: string
  /** As `GET /mediation/cases` lists it; absent in a build without the rules. */
  row?: unknown
}

/** A picture or a recording on its way. */
export interface AttachmentFacts {
  fileName: string
  mediaType: string
  takenAt?: string
  /** When a recording ended. */
  endedAt?: string
  /** The recording was announced to everybody present, and they agreed. */
  recordingAgreed?: boolean
  note?: string
}

export interface LocalAttachment extends AttachmentFacts {
  id: string
  caseId: string
  size: number
  sentBytes: number
  state: Fate
}

export type FieldErrorCode =
  | 'unsupported'
  | 'weak_passphrase'
  | 'wrong_passphrase'
  | 'erased'
  | 'lease_ended'
  | 'needs_network'
  | 'needs_activation'
  | 'not_approved'
  | 'unsent'
  | 'storage_full'
  | 'locked'
  | 'damaged'
  | 'settled'
  | 'not_persistent'

/** What the device itself says no to. */
export class FieldError extends Error {
  override name = 'FieldError'

  constructor(
    readonly code: FieldErrorCode,
    /** Tries left, unsent items, characters wanted: what the code counts. */
    readonly count?: number,
  ) {
    super(code)
  }
}
