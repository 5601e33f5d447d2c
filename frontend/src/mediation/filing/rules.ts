import { filing as m } from '@/i18n/filing'
import { valueAt, type Rule } from '@/ui/form'
import { today } from '../steps/people'
import {
  isCitizenNumber,
  type Dispute,
  type Origin,
  type PartyDraft,
  type People,
  type Review,
  type Voices,
} from './application'
import { readResidentId } from './residentId'

/** The party a pointer like `/parties/1/particulars/name` lies in. */
function partyAt(people: People, pointer: string): PartyDraft | undefined {
  return valueAt(people, pointer.split('/').slice(0, 3).join('/')) as PartyDraft | undefined
}

/** What is wrong with a citizen number, said before it is sent. */
export function idProblem(text: string): string | undefined {
  const id = readResidentId(text, today())
  if (id.ok) return undefined
  switch (id.problem) {
    case 'length':
      return m.idLength(id.length)
    case 'character':
      return m.idCharacter
    case 'birthDate':
      return m.idBirthDate
    case 'checkDigit':
      return m.idCheckDigit
  }
}

const notFuture = (value: unknown) => (typeof value === 'string' && value > today() ? m.future : undefined)

export const originRules: Record<string, Rule<Origin>> = {
  '/mode': { label: () => m.mode, required: true },
  '/source': { label: () => m.source, required: true },
  '/sourceReference': { label: () => m.sourceReference, hint: () => m.sourceReferenceHint, maxLength: 120 },
  '/stationId': { label: () => m.station, required: true },
  '/occurredAt': {
    label: () => m.occurredAt,
    hint: () => m.occurredAtHint,
    check: (value) => (typeof value === 'string' && Date.parse(value) > Date.now() ? m.future : undefined),
  },
}

const at = '/parties/*/particulars'

export const peopleRules: Record<string, Rule<People>> = {
  '/parties': {
    label: () => m.stepPeople,
    check: (_, values) => {
      const has = (role: string) => values.parties.some((one) => one.role === role)
      return has('APPLICANT') && has('RESPONDENT') ? undefined : m.needsTwo
    },
  },
  '/parties/*/role': { label: () => m.role, required: true },
  '/parties/*/side': { label: () => m.side, hint: () => m.sideHint },
  '/parties/*/relation': { label: () => m.relation, required: true },
  [`${at}/kind`]: { label: () => m.kind, required: true },
  [`${at}/name`]: { label: () => m.name, required: true, maxLength: 80 },
  [`${at}/formerName`]: { label: () => m.formerName, maxLength: 80 },
  [`${at}/sex`]: { label: () => m.sex },
  [`${at}/birthDate`]: { label: () => m.birthDate, check: notFuture },
  [`${at}/ethnicity`]: { label: () => m.ethnicity, maxLength: 40 },
  [`${at}/idDocument/kind`]: { label: () => m.idKind, required: true },
  [`${at}/idDocument/number`]: {
    label: () => m.idNumber,
    required: (values, pointer) => partyAt(values, pointer)?.particulars.idDocument.kind !== 'NONE',
    maxLength: 40,
    check: (value, values, pointer) => {
      const kind = partyAt(values, pointer)?.particulars.idDocument.kind
      return typeof value === 'string' && value && kind && isCitizenNumber(kind) ? idProblem(value) : undefined
    },
  },
  [`${at}/idDocument/verification`]: { label: () => m.idVerification, required: true },
  [`${at}/idDocument/explanation`]: {
    label: () => m.idExplanation,
    hint: () => m.idExplanationHint,
    required: (values, pointer) => partyAt(values, pointer)?.particulars.idDocument.kind === 'NONE',
    maxLength: 500,
  },
  [`${at}/maritalStatus`]: { label: () => m.marital },
  [`${at}/education`]: { label: () => m.education, maxLength: 40 },
  [`${at}/occupation`]: { label: () => m.occupation, maxLength: 80 },
  [`${at}/employer`]: { label: () => m.employer, maxLength: 200 },
  [`${at}/phones`]: {
    label: () => m.phone(1),
    check: (value) =>
      Array.isArray(value) && value.some((phone) => String(phone).length > 40) ? m.phoneTooLong : undefined,
  },
  [`${at}/safeContact/window`]: { label: () => m.safeWindow, hint: () => m.safeWindowHint, maxLength: 200 },
  [`${at}/safeContact/noMessages`]: { label: () => m.noMessages },
  [`${at}/householdAddress`]: { label: () => m.household, maxLength: 200 },
  [`${at}/householdNumber`]: { label: () => m.householdNumber, maxLength: 40 },
  [`${at}/residenceAddress`]: { label: () => m.residence, maxLength: 200 },
  [`${at}/residenceDivision`]: { label: () => m.division },
  [`${at}/language`]: { label: () => m.language, maxLength: 40 },
  [`${at}/needsInterpreter`]: { label: () => m.interpreter },
  [`${at}/literacy`]: { label: () => m.literacy, required: true },
  [`${at}/disability`]: { label: () => m.disability, maxLength: 200 },
  [`${at}/capacity`]: { label: () => m.capacity, required: true },
  [`${at}/capacityEvidence`]: {
    label: () => m.capacityEvidence,
    hint: () => m.capacityEvidenceHint,
    maxLength: 500,
  },
  [`${at}/specialGroups`]: { label: () => m.specialGroups },
}

export const voiceRules: Record<string, Rule<Voices>> = {
  '/representatives/*/partyId': { label: () => m.represents, required: true },
  '/representatives/*/kind': { label: () => m.voiceKind, required: true },
  '/representatives/*/name': { label: () => m.voiceName, required: true, maxLength: 80 },
  '/representatives/*/phone': { label: () => m.voicePhone, maxLength: 40 },
  '/representatives/*/relation': { label: () => m.voiceRelation, maxLength: 80 },
  '/representatives/*/authority': { label: () => m.authority, required: true },
  '/representatives/*/proof': { label: () => m.proof, hint: () => m.proofHint, maxLength: 200 },
  '/representatives/*/isParty': { label: () => m.isParty, hint: () => m.isPartyHint },
  '/representatives/*/validUntil': { label: () => m.validUntil },
}

export const disputeRules: Record<string, Rule<Dispute>> = {
  '/category': { label: () => m.category, required: true },
  '/summary': { label: () => m.summary, hint: () => m.summaryHint, required: true, maxLength: 4000 },
  '/claims/*': { label: () => m.claims, required: true, maxLength: 500 },
  '/claimedFen': { label: () => m.claimed, min: 0 },
  '/marriage': { label: () => m.marriage, required: true },
  '/decidedElsewhere': {
    label: () => m.decidedElsewhere,
    hint: () => m.decidedElsewhereHint,
    maxLength: 400,
  },
}

/** `oral` asks whether the application was told, not written. */
export function reviewRules(oral: () => boolean): Record<string, Rule<Review>> {
  return {
    '/informed': { label: () => m.informed, check: (value) => (value === true ? undefined : m.informedNeeded) },
    '/readBack': {
      label: () => m.readBack,
      check: (value) => (value === true || !oral() ? undefined : m.readBackNeeded),
    },
    '/sealed': { label: () => m.sealed, hint: () => m.sealedHint },
  }
}
