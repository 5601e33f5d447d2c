import type { OutboxItem } from '@/offline/types'

/** An outbox item for tests: what is not said is unremarkable. */
export function item(facts: Partial<OutboxItem> & { seq: number }): OutboxItem {
  return {
    key: `key-${facts.seq}`,
    kind: 'COMMAND',
    method: 'POST',
    path: '/api/v1/mediation/cases/01/notify',
    step: 'notify',
    body: '{}',
    baseVersion: 1,
    recordId: '01',
    createdAt: '2026-11-24T00:10:00Z',
    state: 'QUEUED',
    attempts: 0,
    history: [],
    ...facts,
  }
}
