import { writing } from './channel'
import { clock } from './clock'
import { allItems, catchUp, commitItems, keptFor, type StoredItem } from './outbox'
import { field } from './state'
import { readSync, syncChange } from './syncState'
import { isOpen } from './vault'

/**
 * The server's database has a life of its own: restored from a backup, it begins another. What it had acknowledged
 * since that backup it does not know any more; the device does, and sends the last seven days again, with the same
 * keys, so that nothing happens twice.
 */
export async function noteEpoch(epoch: string): Promise<void> {
  if (!isOpen() || field.epoch === epoch) return
  await writing(async () => {
    await catchUp()
    const sync = await readSync()
    if (sync.epoch !== epoch) {
      const again = sync.epoch === null ? [] : acknowledgedElsewhere(epoch)
      await commitItems(again, [await syncChange({ ...sync, epoch })])
    }
    field.epoch = epoch
  })
}

function acknowledgedElsewhere(epoch: string): StoredItem[] {
  const since = clock.now() - keptFor
  return allItems()
    .filter((item) => item.state === 'DONE' && item.epoch !== epoch && Date.parse(item.doneAt ?? '') >= since)
    .map((item) => ({ ...item, state: 'QUEUED' as const, resent: true, attempts: 0 }))
}
