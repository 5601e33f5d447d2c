import type { Fate, OutboxItem } from '@/offline/types'

const day = 86_400_000

/** How long what the server has accepted stays on the device, to look up and to send again after a restore. */
const keptFor = 7 * day

export interface RecordGroup {
  recordId: string
  items: OutboxItem[]
}

export interface Outbox {
  /** What a person must decide: refused or in conflict, oldest first. */
  attention: OutboxItem[]
  /** What goes by itself, per record in the order in which it was done. */
  waiting: RecordGroup[]
  /** Accepted within the last seven days, newest first. */
  done: OutboxItem[]
  dropped: OutboxItem[]
}

/** The outbox as a person reads it: what needs her first, then what goes by itself, then what is over. */
export function sortOutbox(items: readonly OutboxItem[], now: number): Outbox {
  const inOrder = [...items].sort((a, b) => a.seq - b.seq)
  const recent = (item: OutboxItem) => now - Date.parse(endOf(item)) < keptFor
  const groups = new Map<string, OutboxItem[]>()
  for (const item of inOrder.filter(isWaiting)) {
    groups.set(item.recordId, [...(groups.get(item.recordId) ?? []), item])
  }
  const over = (fate: Fate) => inOrder.filter((item) => item.state === fate && recent(item)).reverse()
  return {
    attention: inOrder.filter(needsDecision),
    waiting: Array.from(groups, ([recordId, waiting]) => ({ recordId, items: waiting })),
    done: over('DONE'),
    dropped: over('DROPPED'),
  }
}

export const isWaiting = (item: OutboxItem) => item.state === 'QUEUED' || item.state === 'SENDING'
export const needsDecision = (item: OutboxItem) => item.state === 'PARKED' || item.state === 'CONFLICT'

/** What was done about a file on this device and is not yet known to be accepted. */
export function pendingOf(items: readonly OutboxItem[], recordId: string): OutboxItem[] {
  return items.filter((item) => item.recordId === recordId && (isWaiting(item) || needsDecision(item)))
}

/** The earlier item of the same record that has to be decided before this one can go. */
export function heldBy(item: OutboxItem, items: readonly OutboxItem[]): OutboxItem | undefined {
  if (item.state !== 'QUEUED') return undefined
  return items.find((one) => one.recordId === item.recordId && one.seq < item.seq && needsDecision(one))
}

/** When an item came to its end: accepted, given up, or not yet. */
function endOf(item: OutboxItem): string {
  return item.doneAt ?? item.history[item.history.length - 1]?.at ?? item.createdAt
}

/** Each fate has its own shape and colour. */
export function fateTone(fate: Fate): 'grey' | 'blue' | 'green' | 'yellow' | 'red' {
  switch (fate) {
    case 'QUEUED':
    case 'DROPPED':
      return 'grey'
    case 'SENDING':
      return 'blue'
    case 'DONE':
      return 'green'
    case 'CONFLICT':
      return 'yellow'
    case 'PARKED':
      return 'red'
  }
}

/** Paths that are not called like their step. */
const renamed: Record<string, string> = {
  'hold-session': 'OPEN_SESSION',
  'request-closing': 'REQUEST_CLOSE',
  'seal-agreement': 'SEAL',
}

/** The code of the step in the vocabulary, for its label and for the way back to its dialog. */
export function stepCode(item: Pick<OutboxItem, 'step'>): string {
  return renamed[item.step] ?? item.step.replace(/-/g, '_').toUpperCase()
}

/** Whether the item is about a file that can still be opened here. */
export function canOpen(item: OutboxItem): boolean {
  return item.withdrawn === undefined && item.capture === undefined
}
