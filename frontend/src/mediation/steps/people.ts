import type { CaseFile, PartyOnFile } from '@/api/schema'
import { shanghai } from '@/i18n/format'
import type { Option } from '@/ui/field'

/** Today in the office. */
export function today(): string {
  return shanghai(new Date().toISOString()).slice(0, 10)
}

/** The parties that bind themselves by a mark: notices, consents and papers go to each of them. */
export function signing(file: CaseFile): PartyOnFile[] {
  return file.parties.filter((party) => party.signs)
}

export function children(file: CaseFile): PartyOnFile[] {
  return file.parties.filter((party) => party.role === 'CHILD')
}

export function partyName(file: CaseFile, id: string | null | undefined): string {
  return file.parties.find((party) => party.id === id)?.name ?? ''
}

/** Parties to choose from; `role` says what stands under the name. */
export function partyOptions(parties: readonly PartyOnFile[], role: (party: PartyOnFile) => string): Option[] {
  return parties.map((party) => ({ value: party.id, label: party.name, hint: role(party) }))
}

/** Who mediates the file now. */
export function mediators(file: CaseFile): { id: string; name: string }[] {
  return file.ties
    .filter((tie) => tie.role === 'MEDIATOR' && !tie.until)
    .map((tie) => ({ id: tie.accountId, name: tie.name }))
}

export function mediatorOptions(file: CaseFile): Option[] {
  return mediators(file).map((one) => ({ value: one.id, label: one.name }))
}

/** The signed-in person if she mediates this file, else the first mediator. */
export function presentMediator(file: CaseFile, me: string | undefined): string | null {
  const all = mediators(file)
  return (all.find((one) => one.id === me) ?? all[0])?.id ?? null
}

/** What was left empty is not sent as an empty word. */
export function orNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim()
  return trimmed ? trimmed : null
}
