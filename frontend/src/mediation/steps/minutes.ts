import type { CaseFile, Minutes, Openness, SessionResult } from '@/api/schema'
import { hearings as m } from '@/i18n/hearings'
import { valueAt, type Rule } from '@/ui/form'
import { children, orNull, partyName, presentMediator, signing, today } from './people'
import { spanRules } from './times'

/** How one party came, as one question instead of two. */
export type Coming = 'SELF' | 'BOTH' | 'AGENT' | 'ABSENT'

export interface AttendanceRow {
  partyId: string
  how: Coming | null
  representedBy: string | null
}

export interface GuestRow {
  name: string
  role: string
  consentedBy: string[]
}

/** The minutes of a session while they are written. */
export interface MinutesForm {
  minutes: {
    startedAt: string | null
    endedAt: string | null
    place: string
    openness: Openness | null
    noticeConfirmed: boolean
    attendance: AttendanceRow[]
    guests: GuestRow[]
    mediators: string[]
    recorder: string | null
    record: string
    result: SessionResult | null
    continueOn: string | null
    recordingAnnounced: boolean
  }
}

/** Who came is asked of every party that signs; a child is taken as absent unless it is said otherwise. */
export function freshMinutes(file: CaseFile, account: string | undefined): MinutesForm {
  const present = presentMediator(file, account)
  return {
    minutes: {
      startedAt: null,
      endedAt: null,
      place: '',
      openness: file.narrative?.openness ?? 'CLOSED',
      noticeConfirmed: false,
      attendance: [
        ...signing(file).map((party) => ({ partyId: party.id, how: null, representedBy: null })),
        ...children(file)
          .filter((party) => !party.signs)
          .map((party) => ({ partyId: party.id, how: 'ABSENT' as const, representedBy: null })),
      ],
      guests: [],
      mediators: present ? [present] : [],
      recorder: null,
      record: '',
      result: null,
      continueOn: null,
      recordingAnnounced: false,
    },
  }
}

const isRepresented = (how: Coming | null) => how === 'AGENT' || how === 'BOTH'

export function minutesRules(file: CaseFile): Record<string, Rule<MinutesForm>> {
  const everybody = signing(file).map((party) => party.id)
  /** The same is asked of every party: what is missing is said with the name. */
  const about = (label: string, values: MinutesForm, pointer: string) => {
    const row = valueAt(values, pointer.split('/').slice(0, 4).join('/')) as AttendanceRow | undefined
    return row ? m.session.about(partyName(file, row.partyId), label) : label
  }
  return {
    ...spanRules<MinutesForm>('/minutes', (values) => values.minutes),
    '/minutes/place': { label: () => m.place, required: true, maxLength: 200 },
    '/minutes/openness': { label: () => m.session.openness, required: true },
    '/minutes/noticeConfirmed': { label: () => m.session.noticeConfirmed },
    '/minutes/recordingAnnounced': { label: () => m.session.recording },
    '/minutes/attendance/*/how': {
      label: (values, pointer) => about(m.session.attendance, values, pointer),
      required: true,
    },
    '/minutes/attendance/*/representedBy': {
      label: (values, pointer) => about(m.session.representative, values, pointer),
    },
    '/minutes/guests/*/name': { label: () => m.session.guestName, required: true, maxLength: 200 },
    '/minutes/guests/*/role': {
      label: () => m.session.guestRole,
      hint: () => m.session.guestRoleHint,
      required: true,
      maxLength: 200,
    },
    '/minutes/guests/*/consentedBy': {
      label: () => m.session.guestConsent,
      check: (value) =>
        Array.isArray(value) && everybody.every((id) => value.includes(id)) ? undefined : m.session.guestNeedsAll,
    },
    '/minutes/mediators': { label: () => m.session.mediators, required: true },
    '/minutes/recorder': { label: () => m.session.recorder },
    '/minutes/record': {
      label: () => m.session.record,
      hint: () => m.session.recordHint,
      required: true,
      maxLength: 20000,
    },
    '/minutes/result': { label: () => m.session.result, required: true },
    '/minutes/continueOn': {
      label: () => m.session.continueOn,
      required: (values) => values.minutes.result === 'CONTINUE',
      check: (value, values) =>
        values.minutes.result === 'CONTINUE' && typeof value === 'string' && value < today()
          ? m.session.continueInPast
          : undefined,
    },
  }
}

/** What is sent. The server numbers the sessions itself; the number here is the one the form shows. */
export function minutesOf(form: MinutesForm, sessionNo: number): Minutes {
  const { minutes } = form
  return {
    sessionNo,
    startedAt: minutes.startedAt ?? '',
    endedAt: minutes.endedAt ?? '',
    place: minutes.place.trim(),
    openness: minutes.openness ?? 'CLOSED',
    noticeConfirmed: minutes.noticeConfirmed,
    attendance: minutes.attendance.map((row) => ({
      partyId: row.partyId,
      present: row.how === 'SELF' || row.how === 'BOTH',
      ...(isRepresented(row.how) && row.representedBy ? { representedBy: row.representedBy } : {}),
    })),
    guests: minutes.guests.map((guest) => ({ ...guest, name: guest.name.trim(), role: guest.role.trim() })),
    mediators: minutes.mediators,
    ...(minutes.recorder ? { recorder: minutes.recorder } : {}),
    record: minutes.record.trim(),
    result: minutes.result ?? 'CONTINUE',
    continueOn: minutes.result === 'CONTINUE' ? orNull(minutes.continueOn) : null,
    recordingAnnounced: minutes.recordingAnnounced,
  }
}
