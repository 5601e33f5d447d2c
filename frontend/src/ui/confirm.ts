import { shallowRef } from 'vue'

export interface Question {
  title: string
  text?: string
  /** The word on the button: what will happen, not "yes". */
  action: string
  danger?: boolean
}

export const asked = shallowRef<(Question & { answer: (yes: boolean) => void }) | null>(null)

/** Asks before something that cannot be taken back: `if (await confirm({ … })) …`. */
export function confirm(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer(yes) {
        asked.value = null
        resolve(yes)
      },
    }
  })
}
