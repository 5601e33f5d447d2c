import { defineAsyncComponent, type Component } from 'vue'
import type { CaseFile, Step } from '@/api/schema'

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
const dialogs: Partial<Record<Step, () => Promise<Component>>> = {}

const made = new Map<Step, Component>()

/** The dialog of a step; a step without one is done on another page (`elsewhere`). */
export function stepDialog(step: Step): Component | undefined {
  const load = dialogs[step]
  if (!load) return undefined
  let dialog = made.get(step)
  if (!dialog) made.set(step, (dialog = defineAsyncComponent(load)))
  return dialog
}

/** Steps that fill a page of their own: where they are done. */
const pages: Partial<Record<Step, (file: CaseFile) => string>> = {}

export function stepPage(step: Step, file: CaseFile): string | undefined {
  return pages[step]?.(file)
}
