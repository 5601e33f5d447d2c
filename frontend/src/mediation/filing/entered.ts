import type { FileCase, NewParty, Representative } from '@/api/schema'
import { blank, party, voice, type PartyDraft, type VoiceDraft } from './application'

/** What was typed, from the application as it travelled: a refused one is corrected where it was filled in. */
export function entered(body: FileCase) {
  return {
    origin: {
      ...blank.origin(),
      id: body.id ?? blank.origin().id,
      stationId: body.stationId,
      mode: body.mode,
      source: body.source,
      sourceReference: body.sourceReference ?? '',
      occurredAt: body.occurredAt ?? null,
    },
    people: { parties: body.parties.map(partyDraft) },
    voices: { representatives: (body.representatives ?? []).map(voiceDraft) },
    dispute: {
      category: body.category,
      summary: body.summary,
      claims: body.claims,
      claimedFen: body.claimedFen ?? null,
      marriage: body.marriage,
      decidedElsewhere: body.decidedElsewhere ?? '',
    },
    // What is confirmed under an application is confirmed anew under a changed one.
    review: blank.review(),
  }
}

/** What was left empty did not travel: there the form is as it begins. */
function filled<T extends object>(begins: T, said: { [K in keyof T]?: unknown }): T {
  const known = Object.entries(said).filter(([key, value]) => key in begins && value !== null && value !== undefined)
  return { ...begins, ...Object.fromEntries(known) }
}

function partyDraft({ id, role, side, relation, particulars }: NewParty): PartyDraft {
  const begins = party(role)
  const { idDocument, safeContact, phones, ...plain } = particulars
  return {
    ...begins,
    id: id ?? begins.id,
    side,
    relation,
    particulars: {
      ...filled(begins.particulars, plain),
      phones: phones && phones.length > 0 ? phones : [''],
      idDocument: filled(begins.particulars.idDocument, idDocument),
      safeContact: filled(begins.particulars.safeContact, safeContact ?? {}),
    },
  }
}

function voiceDraft(said: Representative): VoiceDraft {
  return filled(voice(said.partyId, said.kind), said)
}
