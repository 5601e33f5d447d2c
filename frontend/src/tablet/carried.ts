import { onMounted, shallowRef, watch } from 'vue'
import type { CaseListItem } from '@/api/schema'
import { carriedFiles, field, outboxItems } from '@/offline/state'
import type { CarriedFile } from '@/offline/types'

/** A carried file with its line of the list, where this build can make one. */
export interface Carried extends Omit<CarriedFile, 'row'> {
  row?: CaseListItem
}

/** The files on this device, kept up to date as long as the page is shown. */
export function useCarried() {
  const files = shallowRef<readonly Carried[] | null>(null)
  const error = shallowRef<unknown>(null)

  async function load() {
    if (field.state !== 'open') return
    try {
      files.value = (await carriedFiles()) as Carried[]
      error.value = null
    } catch (failure) {
      error.value = failure
    }
  }

  onMounted(load)
  watch([() => field.state, () => field.asOf, outboxItems], load)

  /** Who is in it: 王芳 — 李强. */
  function sidesOf(id: string): string {
    const row = files.value?.find((one) => one.id === id)?.row
    return row ? [row.applicants, row.respondents].filter(Boolean).join(' — ') : ''
  }

  return { files, error, load, sidesOf }
}
