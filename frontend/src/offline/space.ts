import { field } from './state'
import type { FieldStorage } from './types'

/** Asks the browser to keep what is here also when the disk gets full, and says how full it is. */
export async function persist(ask = true): Promise<FieldStorage> {
  const storage = typeof navigator === 'undefined' ? undefined : (navigator.storage as StorageManager | undefined)
  if (storage?.estimate) {
    const { usage = 0, quota = 0 } = await storage.estimate()
    const persisted = await (ask ? storage.persist() : storage.persisted())
    field.storage = { persisted, usage, quota }
  }
  return field.storage
}
