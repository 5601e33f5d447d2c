import { shallowRef } from 'vue'

export interface Toast {
  id: number
  text: string
}

export const toasts = shallowRef<Toast[]>([])
let last = 0

/** Says that something has been done. Errors are never toasts: they stay where the user works. */
export function toast(text: string): void {
  const id = (last += 1)
  toasts.value = [...toasts.value, { id, text }].slice(-3)
  window.setTimeout(() => dismiss(id), 6000)
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id)
}
