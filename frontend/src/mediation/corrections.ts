import type { CaseFile, CorrectableField, FieldChange, PartyOnFile } from '@/api/schema'

/** One field that can be put right, as it is now. */
export interface Correctable {
  field: CorrectableField
  now: string
  /** Shown masked: it is typed anew or left alone. */
  masked?: boolean
  limit: number
}

/** Longest values (casefile: `CorrectableField::most`). */
const limits: Record<CorrectableField, number> = {
  SUMMARY: 4000,
  SOURCE_REFERENCE: 120,
  PHONE: 40,
  ETHNICITY: 40,
  EDUCATION: 40,
  LANGUAGE: 40,
  FORMER_NAME: 80,
  OCCUPATION: 80,
  RESIDENCE_ADDRESS: 200,
  HOUSEHOLD_ADDRESS: 200,
  EMPLOYER: 200,
  DISABILITY: 200,
}

const of = (field: CorrectableField, now: string | undefined, masked?: boolean): Correctable => ({
  field,
  now: now ?? '',
  masked,
  limit: limits[field],
})

export function ofFile(file: CaseFile): Correctable[] {
  if (!file.narrative) return []
  return [of('SUMMARY', file.narrative.summary), of('SOURCE_REFERENCE', file.narrative.sourceReference)]
}

/** What this reader sees of a party; what is hidden cannot be put right unseen. */
export function ofParty(party: PartyOnFile, sealed: boolean): Correctable[] {
  const known = party.particulars
  if (!known || party.protected) return []
  return [
    of('PHONE', known.phonesMasked[0], true),
    ...(sealed ? [] : [of('RESIDENCE_ADDRESS', known.residenceAddress)]),
    of('OCCUPATION', known.occupation),
    of('EMPLOYER', known.employer),
    of('EDUCATION', known.education),
    of('ETHNICITY', known.ethnicity),
    of('LANGUAGE', known.language),
    of('FORMER_NAME', known.formerName),
  ]
}

/** What was typed, as the changes it means; a masked field that was left empty is left alone. */
export function changesOf(
  fields: readonly Correctable[],
  typed: Readonly<Record<string, string>>,
  partyId?: string,
): FieldChange[] {
  return fields.flatMap(({ field, now, masked }) => {
    const value = (typed[field] ?? '').trim()
    if (masked ? value === '' : value === now.trim()) return []
    const whose = partyId === undefined ? {} : { partyId }
    return [{ field, ...whose, base: now.trim() || null, value: value || null }]
  })
}
