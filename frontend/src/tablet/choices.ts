import { computed, reactive } from 'vue'
import type { Decision, FieldConflict } from '@/offline/types'

export interface Choice {
  take: 'MINE' | 'THEIRS' | 'OTHER' | null
  /** The third value, when neither is right. */
  other: string
}

/** What is decided about the fields both sides changed, one by one. Nothing is decided in advance. */
export function useChoices(conflicts: () => readonly FieldConflict[]) {
  const made = reactive(new Map<string, Choice>())

  function at(pointer: string): Choice {
    const known = made.get(pointer)
    if (known) return known
    made.set(pointer, { take: null, other: '' })
    return made.get(pointer) as Choice
  }

  const isDecided = ({ take, other }: Choice) => (take === 'OTHER' ? other.trim() !== '' : take !== null)
  const left = computed(() => conflicts().filter((one) => !isDecided(at(one.pointer))).length)

  function takeAll(take: 'MINE' | 'THEIRS') {
    for (const one of conflicts()) at(one.pointer).take = take
  }

  /** Only when nothing is left. */
  function decisions(): Decision[] {
    return conflicts().map(({ pointer, mine }) => {
      const { take, other } = at(pointer)
      if (take === 'OTHER') return { pointer, take, value: written(other, mine) }
      return { pointer, take: take === 'MINE' ? 'MINE' : 'THEIRS' }
    })
  }

  return { at, left, takeAll, decisions }
}

/** A third value is written as text; it stays what the two others are. */
function written(text: string, like: unknown): unknown {
  const said = text.trim()
  return typeof like === 'number' && Number.isFinite(Number(said)) ? Number(said) : said
}

/** Whether a third value can be typed: texts and numbers. What is chosen from a list is chosen from the two. */
export function isWritable({ mine, theirs }: FieldConflict): boolean {
  const plain = (value: unknown) => value === null || value === undefined || ['string', 'number'].includes(typeof value)
  const isCode = (value: unknown) => typeof value === 'string' && /^[A-Z][A-Z0-9_]{2,}$/.test(value)
  return plain(mine) && plain(theirs) && !isCode(mine) && !isCode(theirs)
}
