import { tablet as m } from '@/i18n/tablet'
import { FieldError } from '@/offline/types'

/** What the device itself says no to, in words; nothing for what the server or the network said. */
export function fieldWords(error: unknown): string | undefined {
  if (!(error instanceof FieldError)) return undefined
  switch (error.code) {
    case 'wrong_passphrase':
      return m.wrongPassphrase
    case 'weak_passphrase':
      return m.passphraseHint
    case 'unsent':
      return m.giveBackUnsent(error.count ?? 1)
    case 'storage_full':
      return m.almostFull
    case 'needs_network':
    case 'lease_ended':
      return m.needsNetwork
    case 'needs_activation':
      return m.activateAgain
    case 'not_approved':
      return m.pendingTitle
    case 'locked':
      return m.locked
    case 'erased':
      return m.wipedTitle
    case 'damaged':
      return m.wipedReasons.DAMAGED
    case 'not_persistent':
      return m.notPromised
    case 'unsupported':
      return m.cannot
  }
}
