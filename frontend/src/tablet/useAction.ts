import { ref, shallowRef } from 'vue'

/** One press of a button that asks the device for something: busy, and what it said when it failed. */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<void>) {
  const busy = ref(false)
  const error = shallowRef<unknown>(null)

  async function run(...args: A): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await act(...args)
      return true
    } catch (failure) {
      error.value = failure
      return false
    } finally {
      busy.value = false
    }
  }

  return { run, busy, error }
}
