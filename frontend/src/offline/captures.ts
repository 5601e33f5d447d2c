import { computed, type ComputedRef } from 'vue'
import type { zhCN } from '@/i18n/zh-CN/outbox'
import { outboxItems } from './state'
import type { OutboxItem } from './types'

/**
 * A record that is made away from the desk and is not carried as a file: without a network it waits in the outbox, and
 * only the server judges it.
 */
export interface CaptureKind {
  kind: string
  /** The address of its POST. A group `id` names the record; without one the `id` of the body does. */
  path: RegExp
  /** What it is called in the outbox. */
  step: keyof typeof zhCN.steps
  /** It has no number of the office before the server gives one, and is called by a temporary one until then. */
  numbered?: boolean
  /** The page on which it is entered; a refused one is corrected there. */
  form: (recordId: string) => string
  /** The messages of its feature, under the names of its fields: so that what was entered can be read. */
  words?: () => object
}

/** All that can be made so. One line each, brought by the feature that has the endpoint. */
let kinds: readonly CaptureKind[] = []

export function useCaptures(those: readonly CaptureKind[]): void {
  kinds = those
}

export const captureOf = (path: string): CaptureKind | undefined => kinds.find((one) => one.path.test(path))
export const captureKind = (kind: string | undefined): CaptureKind | undefined => kinds.find((one) => one.kind === kind)

/** The record a capture is about; it must be known before the server has seen it. */
export function recordOf(kind: CaptureKind, path: string, body: string): string | undefined {
  const named = kind.path.exec(path)?.groups?.id
  if (named) return named
  const { id } = JSON.parse(body || '{}') as { id?: unknown }
  return typeof id === 'string' ? id : undefined
}

/** What of a kind was made on this device and is not yet known to be accepted, in the order in which it was made. */
export function pendingCaptures(kind: string): ComputedRef<readonly OutboxItem[]> {
  return computed(() =>
    outboxItems.value.filter((item) => item.capture === kind && item.state !== 'DONE' && item.state !== 'DROPPED'),
  )
}
