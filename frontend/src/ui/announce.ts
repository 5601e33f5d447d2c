import { ref } from 'vue'

export const announced = ref('')

/** Says something to a screen reader: a page that came up, a list that was filtered. */
export function announce(text: string): void {
  announced.value = ''
  window.setTimeout(() => (announced.value = text), 60)
}
