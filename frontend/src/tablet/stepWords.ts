import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, read } from '@/api/client'
import { locale } from '@/i18n'
import { outbox as m } from '@/i18n/outbox'
import { captureKind } from '@/offline/captures'
import type { OutboxItem } from '@/offline/types'
import { stepCode } from './fates'

/** What an item is in words: the vocabulary's own name of its step, ours for what is no step. */
export function useStepWords() {
  const vocabulary = useQuery({
    queryKey: ['vocabulary'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/mediation/vocabulary', { signal })),
    staleTime: Infinity,
    gcTime: Infinity,
  })
  const lists = computed(() => vocabulary.data.value?.value.lists ?? [])
  const steps = computed(() => labelsOf(lists.value.filter((list) => list.name === 'Step')))
  const codes = computed(() => labelsOf(lists.value))

  function labelsOf(from: typeof lists.value): Map<string, string> {
    const english = locale.value === 'en'
    const labels = new Map<string, string>()
    for (const word of from.flatMap((list) => list.words)) {
      if (!labels.has(word.code)) labels.set(word.code, english ? word.en : word.zh)
    }
    return labels
  }

  function titleOf(item: Pick<OutboxItem, 'step' | 'kind' | 'fileName' | 'capture'>): string {
    const kind = captureKind(item.capture)
    if (kind) return m.steps[kind.step]
    if (item.kind === 'UPLOAD') return [m.steps.ATTACH, item.fileName].filter(Boolean).join(' ')
    if (item.step === 'file') return m.steps.FILE
    if (item.step === 'correct-particulars') return m.steps.CORRECT
    const label = steps.value.get(stepCode(item)) ?? m.steps.OTHER
    // The server's English labels begin small.
    return label.charAt(0).toUpperCase() + label.slice(1)
  }

  /** The label of any code, the code itself where there is none. */
  const codeWord = (code: string) => codes.value.get(code) ?? code

  return { titleOf, codeWord }
}
