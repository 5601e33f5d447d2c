import { defineAsyncComponent, type Component } from 'vue'

/**
 * Parts of the case page that are features of their own. Each loads the rest under `['case', id, …]`, and is fetched
 * when its tab is opened. `agreement` and `volume` take `file: CaseFile` and `etag: string`.
 */
const parts = {
  papers: () => import('./CasePapers.vue'),
  attachments: () => import('./Attachments.vue'),
  agreement: () => import('./AgreementTab.vue'),
  volume: () => import('./DossierTab.vue'),
  journal: () => import('./CaseJournal.vue'),
} satisfies Record<string, () => Promise<Component>>

const made = new Map<string, Component>()

export function tabPart(key: keyof typeof parts): Component {
  let part = made.get(key)
  if (!part) made.set(key, (part = defineAsyncComponent<Component>(parts[key])))
  return part
}
