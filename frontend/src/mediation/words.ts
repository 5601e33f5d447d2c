import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, read } from '@/api/client'
import type { CategoryEntry, CategoryGroup, TemplateEntry } from '@/api/schema'
import { locale } from '@/i18n'
import type { Option } from '@/ui/field'

/** A category as the screens show it. */
export interface CategoryWord {
  code: string
  label: string
  /** Text of the law it stands on. */
  statute: string
  mediable: boolean
  /** Where the people are to be shown instead, or besides. */
  route: string
  entry: CategoryEntry
}

/**
 * The words of the mediation context: labels of codes, categories with their law, clause templates. The server holds
 * them once for everybody; they are asked for once in a session.
 *
 * `word('State', code)` is the label of a code (the code itself until the words are there), `options('Outcome')` what a
 * select offers. Both follow the language, so use them in templates or inside `computed`.
 */
export function useWords() {
  const query = useQuery({
    queryKey: ['vocabulary'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/mediation/vocabulary', { signal })),
    staleTime: Infinity,
    gcTime: Infinity,
  })

  const book = computed(() => query.data.value?.value)

  const labels = computed(() => {
    const english = locale.value === 'en'
    const byList = new Map<string, Map<string, string>>()
    for (const list of book.value?.lists ?? []) {
      byList.set(list.name, new Map(list.words.map((one) => [one.code, english ? one.en : one.zh])))
    }
    const leaves = (book.value?.categories ?? []).map((one) => [one.code, english ? one.en : one.zh] as const)
    byList.set('Category', new Map(leaves))
    return byList
  })

  /** The label of a code; empty for no code. */
  function word(list: string, code: string | null | undefined): string {
    if (code === null || code === undefined) return ''
    return labels.value.get(list)?.get(code) ?? code
  }

  /** A list to choose from, in the order of the vocabulary; `only` keeps the codes named. */
  function options(list: string, only?: readonly string[]): Option[] {
    return Array.from(labels.value.get(list) ?? [])
      .filter(([code]) => only === undefined || only.includes(code))
      .map(([value, label]) => ({ value, label }))
  }

  function category(code: string | null | undefined): CategoryWord | undefined {
    const entry = book.value?.categories.find((one) => one.code === code)
    return entry && categoryWord(entry)
  }

  function categoryWord(entry: CategoryEntry): CategoryWord {
    const { code, statute, mediable, route } = entry
    return { code, label: word('Category', code), statute, mediable, route, entry }
  }

  /** The leaves of the category tree under their groups. */
  const categoryGroups = computed(() => {
    const groups = new Map<CategoryGroup, CategoryWord[]>()
    for (const entry of book.value?.categories ?? []) {
      groups.set(entry.group, [...(groups.get(entry.group) ?? []), categoryWord(entry)])
    }
    return Array.from(groups, ([code, leaves]) => ({ code, label: word('CategoryGroup', code), leaves }))
  })

  /** Every leaf in one list, its group as the hint. */
  const categoryOptions = computed<Option[]>(() =>
    categoryGroups.value.flatMap((group) =>
      group.leaves.map((leaf) => ({ value: leaf.code, label: leaf.label, hint: group.label })),
    ),
  )

  /** Sentences with blanks for clauses, of one kind or all of them. */
  function templates(kind?: string): (TemplateEntry & { title: string })[] {
    return (book.value?.templates ?? [])
      .filter((one) => kind === undefined || one.kind === kind)
      .map((one) => ({ ...one, title: locale.value === 'en' ? one.titleEn : one.titleZh }))
  }

  return { word, options, category, categoryGroups, categoryOptions, templates, query }
}
