import { defineAsyncComponent, type Component } from 'vue'

/**
 * Parts of the case page that are features of their own. Each takes `file: CaseFile` and `etag: string`, loads the
 * rest under `['case', id, …]`, and is fetched when its tab is opened.
 */
const parts: Partial<Record<'agreement' | 'volume', () => Promise<Component>>> = {
  agreement: () => import('./AgreementTab.vue'),
  volume: () => import('./DossierTab.vue'),
}

const made = new Map<string, Component>()

export function tabPart(key: 'agreement' | 'volume'): Component | undefined {
  const load = parts[key]
  if (!load) return undefined
  let part = made.get(key)
  if (!part) made.set(key, (part = defineAsyncComponent(load)))
  return part
}
