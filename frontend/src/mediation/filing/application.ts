import type {
  ApplicationMode,
  Authority,
  Capacity,
  Category,
  FileCase,
  IdDocumentKind,
  IdVerification,
  Literacy,
  MaritalStatus,
  MarriageOfParties,
  NewParty,
  PartyKind,
  PartyRole,
  Relation,
  Representative,
  RepresentativeKind,
  Sex,
  Source,
  SpecialGroup,
} from '@/api/schema'
import { orNull } from '../steps/people'
import { ageOn } from './residentId'

/** What is typed about a party; the same shape as it travels, so that an error of the server finds its field. */
export interface PartyDraft {
  id: string
  role: PartyRole
  side: number
  relation: Relation | null
  particulars: {
    kind: PartyKind
    name: string
    formerName: string
    sex: Sex | null
    birthDate: string | null
    ethnicity: string
    idDocument: { kind: IdDocumentKind; number: string; verification: IdVerification; explanation: string }
    maritalStatus: MaritalStatus | null
    education: string
    occupation: string
    employer: string
    phones: string[]
    safeContact: { window: string; noMessages: boolean }
    householdAddress: string
    householdNumber: string
    residenceAddress: string
    residenceDivision: string | null
    language: string
    needsInterpreter: boolean
    literacy: Literacy
    disability: string
    capacity: Capacity
    capacityEvidence: string
    specialGroups: SpecialGroup[]
  }
}

export interface VoiceDraft {
  id: string
  partyId: string | null
  kind: RepresentativeKind | null
  name: string
  phone: string
  relation: string
  authority: Authority
  proof: string
  isParty: string | null
  validUntil: string | null
}

/** The parts of an application, one form each. */
export const blank = {
  origin: () => ({
    id: crypto.randomUUID() as string,
    stationId: null as string | null,
    mode: null as ApplicationMode | null,
    source: null as Source | null,
    sourceReference: '',
    occurredAt: null as string | null,
  }),
  people: () => ({ parties: [party('APPLICANT'), party('RESPONDENT')] }),
  voices: () => ({ representatives: [] as VoiceDraft[] }),
  dispute: () => ({
    category: null as Category | null,
    summary: '',
    claims: [''],
    claimedFen: null as number | null,
    marriage: null as MarriageOfParties | null,
    decidedElsewhere: '',
  }),
  review: () => ({ informed: false, readBack: false, sealed: false }),
}

export type Origin = ReturnType<typeof blank.origin>
export type People = ReturnType<typeof blank.people>
export type Voices = ReturnType<typeof blank.voices>
export type Dispute = ReturnType<typeof blank.dispute>
export type Review = ReturnType<typeof blank.review>

const sides: Record<PartyRole, number> = { APPLICANT: 1, RESPONDENT: 2, THIRD_PARTY: 3, CHILD: 0 }

export function party(role: PartyRole): PartyDraft {
  return {
    id: crypto.randomUUID(),
    role,
    side: sides[role],
    relation: role === 'CHILD' ? 'PARENT_CHILD' : null,
    particulars: {
      kind: 'PERSON',
      name: '',
      formerName: '',
      sex: null,
      birthDate: null,
      ethnicity: '',
      idDocument: { kind: 'RESIDENT_ID', number: '', verification: 'SEEN', explanation: '' },
      maritalStatus: null,
      education: '',
      occupation: '',
      employer: '',
      phones: [''],
      safeContact: { window: '', noMessages: false },
      householdAddress: '',
      householdNumber: '',
      residenceAddress: '',
      residenceDivision: null,
      language: '',
      needsInterpreter: false,
      literacy: 'SIGNS',
      disability: '',
      capacity: 'FULL',
      capacityEvidence: '',
      specialGroups: [],
    },
  }
}

export function voice(partyId: string | null = null, kind: RepresentativeKind | null = null): VoiceDraft {
  return {
    id: crypto.randomUUID(),
    partyId,
    kind,
    name: '',
    phone: '',
    relation: '',
    authority: kind === 'LEGAL_GUARDIAN' ? 'SPECIAL' : 'GENERAL',
    proof: '',
    isParty: null,
    validUntil: null,
  }
}

/** Documents whose number follows GB 11643. */
export function isCitizenNumber(kind: IdDocumentKind): boolean {
  return kind === 'RESIDENT_ID' || kind === 'TEMPORARY_ID' || kind === 'HOUSEHOLD_REGISTER'
}

/** Whether somebody else must act for this party. */
export function needsGuardian(one: PartyDraft, today: string): boolean {
  const { kind, capacity, birthDate } = one.particulars
  if (kind === 'UNIT') return false
  if (capacity === 'LIMITED' || capacity === 'NONE') return true
  return birthDate !== null && ageOn(birthDate, today) < (capacity === 'DEEMED_FULL' ? 16 : 18)
}

/** The application as it travels. What was left empty does not travel. */
export function application(
  origin: Origin,
  people: People,
  voices: Voices,
  dispute: Dispute,
  review: Review,
): FileCase {
  return {
    id: origin.id,
    stationId: origin.stationId ?? '',
    mode: origin.mode ?? 'WRITTEN',
    source: origin.source ?? 'SELF',
    ...optional('sourceReference', orNull(origin.sourceReference)),
    ...optional('occurredAt', origin.occurredAt),
    parties: people.parties.map(newParty),
    representatives: voices.representatives.map(representative),
    category: dispute.category ?? 'Z1',
    summary: dispute.summary.trim(),
    claims: dispute.claims.map((claim) => claim.trim()),
    ...optional('claimedFen', dispute.claimedFen),
    marriage: dispute.marriage ?? 'NOT_APPLICABLE',
    ...optional('decidedElsewhere', orNull(dispute.decidedElsewhere)),
    informed: review.informed,
    readBack: review.readBack,
    sealed: review.sealed,
  }
}

function newParty(one: PartyDraft): NewParty {
  const p = one.particulars
  const none = p.idDocument.kind === 'NONE'
  const person = p.kind === 'PERSON'
  return {
    id: one.id,
    role: one.role,
    side: one.side,
    relation: one.relation ?? 'OTHER',
    particulars: {
      kind: p.kind,
      name: p.name.trim(),
      formerName: orNull(p.formerName),
      ...optional('sex', person ? p.sex : null),
      birthDate: person ? p.birthDate : null,
      ethnicity: orNull(p.ethnicity),
      idDocument: {
        kind: p.idDocument.kind,
        number: none ? null : orNull(p.idDocument.number),
        verification: p.idDocument.verification,
        explanation: none ? orNull(p.idDocument.explanation) : null,
      },
      ...optional('maritalStatus', p.maritalStatus),
      education: orNull(p.education),
      occupation: orNull(p.occupation),
      employer: orNull(p.employer),
      phones: p.phones.flatMap((phone) => orNull(phone) ?? []),
      ...optional('safeContact', safeContact(p.safeContact)),
      householdAddress: orNull(p.householdAddress),
      householdNumber: orNull(p.householdNumber),
      residenceAddress: orNull(p.residenceAddress),
      ...optional('residenceDivision', p.residenceDivision),
      language: orNull(p.language),
      needsInterpreter: p.needsInterpreter,
      literacy: p.literacy,
      disability: orNull(p.disability),
      capacity: p.capacity,
      capacityEvidence: orNull(p.capacityEvidence),
      specialGroups: p.specialGroups,
    },
  }
}

function safeContact(typed: PartyDraft['particulars']['safeContact']) {
  const window = orNull(typed.window)
  return window ? { window, noMessages: typed.noMessages } : null
}

function representative(one: VoiceDraft): Representative {
  return {
    id: one.id,
    partyId: one.partyId ?? '',
    kind: one.kind ?? 'NEAR_RELATIVE',
    name: one.name.trim(),
    phone: orNull(one.phone),
    relation: orNull(one.relation),
    authority: one.authority,
    proof: orNull(one.proof),
    ...optional('isParty', one.isParty),
    validUntil: one.validUntil,
  }
}

function optional<K extends string, V>(key: K, value: V | null): Partial<Record<K, V>> {
  return value === null ? {} : ({ [key]: value } as Record<K, V>)
}
