import { field } from './state'
import { FieldError, type FieldStorage } from './types'

const manager = () =>
  typeof navigator === 'undefined' ? undefined : (navigator.storage as Partial<StorageManager> | undefined)

/**
 * Nothing is carried in a browser that may clear it when the disk is full (security §3.5). One that cannot be asked
 * makes no promise to anybody, and is taken as it is.
 */
export async function demandPersistence(): Promise<void> {
  const storage = manager()
  if (!storage?.persist) return
  const granted = (await storage.persisted?.()) || (await storage.persist())
  field.storage = { ...field.storage, persisted: granted }
  if (!granted) throw new FieldError('not_persistent')
}

/** Asks the browser to keep what is here also when the disk gets full, and says how full it is. */
export async function persist(ask = true): Promise<FieldStorage> {
  const storage = manager()
  if (storage?.estimate) {
    const { usage = 0, quota = 0 } = await storage.estimate()
    const persisted = (await (ask ? storage.persist?.() : storage.persisted?.())) ?? false
    field.storage = { persisted, usage, quota }
  }
  return field.storage
}
