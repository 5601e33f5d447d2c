import type { FormCode } from '@/api/schema'

/** How a field of a sheet is read. */
export type Reading =
  | 'text'
  | 'date'
  | 'instant'
  | 'yes'
  | 'money'
  | 'number'
  | 'party'
  | 'parties'
  | 'account'
  | 'accounts'
  | 'representative'
  | 'lines'
  | { word: string }
  | { words: string }
  | { rows: SheetField[] }

/** One field of a form: its name on the wire, which is also the name of its label, and how it is read. */
export type SheetField = [key: string, reading: Reading]

/** The fields of each form in the order of the printed sheet. Agreements are read as their text. */
export const sheetFields: Partial<Record<FormCode, SheetField[]>> = {
  F03: [
    ['appliedOn', 'date'],
    ['mode', { word: 'ApplicationMode' }],
    ['summary', 'text'],
    ['claims', 'lines'],
    ['informed', 'yes'],
    ['readBack', 'yes'],
  ],
  F04: [
    ['acceptedOn', 'date'],
    ['category', { word: 'Category' }],
    ['source', { word: 'Source' }],
    ['sourceReference', 'text'],
    ['summary', 'text'],
    ['partiesConsent', 'yes'],
    ['registrar', 'account'],
  ],
  F05: [
    ['partyId', 'party'],
    ['notifiedOn', 'date'],
    ['delivery', { word: 'NoticeDelivery' }],
    ['language', 'text'],
    ['interpreter', 'text'],
    ['witness', 'text'],
    ['openness', { word: 'Openness' }],
    ['mediator', 'account'],
  ],
  F06: [
    ['partyId', 'party'],
    ['documentKind', { word: 'IdDocumentKind' }],
    ['maskedNumber', 'text'],
    ['verification', { word: 'IdVerification' }],
    ['explanation', 'text'],
    ['recordedOn', 'date'],
  ],
  F07: [
    ['partyId', 'party'],
    ['representativeId', 'representative'],
    ['matters', 'text'],
    ['authority', { word: 'Authority' }],
    ['validUntil', 'date'],
    ['datedOn', 'date'],
  ],
  F08: [
    ['startedAt', 'instant'],
    ['endedAt', 'instant'],
    ['place', 'text'],
    ['personName', 'text'],
    ['personSex', { word: 'Sex' }],
    ['personAge', 'number'],
    ['personRelation', 'text'],
    ['personPhone', 'text'],
    ['participants', 'lines'],
    [
      'questions',
      {
        rows: [
          ['question', 'text'],
          ['answer', 'text'],
        ],
      },
    ],
    ['investigators', 'accounts'],
    ['recorder', 'account'],
    ['readBack', 'yes'],
  ],
  F09: [
    [
      'items',
      {
        rows: [
          ['name', 'text'],
          ['kind', 'text'],
          ['provider', 'text'],
          ['original', 'yes'],
          ['pages', 'number'],
          ['proves', 'text'],
          ['receivedBy', 'account'],
          ['receivedOn', 'date'],
        ],
      },
    ],
    ['datedOn', 'date'],
  ],
  F10: [
    ['sessionNo', 'number'],
    ['startedAt', 'instant'],
    ['endedAt', 'instant'],
    ['place', 'text'],
    ['openness', { word: 'Openness' }],
    ['noticeConfirmed', 'yes'],
    [
      'attendance',
      {
        rows: [
          ['partyId', 'party'],
          ['present', 'yes'],
          ['representedBy', 'representative'],
        ],
      },
    ],
    [
      'guests',
      {
        rows: [
          ['name', 'text'],
          ['role', 'text'],
          ['consentedBy', 'parties'],
        ],
      },
    ],
    ['mediators', 'accounts'],
    ['recorder', 'account'],
    ['record', 'text'],
    ['result', { word: 'SessionResult' }],
    ['continueOn', 'date'],
    ['recordingAnnounced', 'yes'],
  ],
  F13: [
    ['followedOn', 'date'],
    ['channel', { word: 'FollowUpChannel' }],
    ['reason', 'text'],
    ['parties', 'parties'],
    ['finding', { word: 'FollowUpFinding' }],
    ['record', 'text'],
    ['satisfaction', { word: 'Satisfaction' }],
    ['lawsuitResult', 'text'],
    ['remainingRisk', 'text'],
    ['measures', 'text'],
    ['visitor', 'account'],
  ],
  F15: [
    [
      'explanations',
      {
        rows: [
          ['form', { word: 'FormCode' }],
          ['reason', 'text'],
        ],
      },
    ],
    ['corrections', 'text'],
    ['electronicOriginals', 'text'],
    ['madeBy', 'account'],
    ['datedOn', 'date'],
  ],
  F17: [
    ['receivedOn', 'date'],
    ['facts', 'text'],
    ['outcome', { word: 'Outcome' }],
    ['result', 'text'],
    ['handler', 'account'],
    ['datedOn', 'date'],
    [
      'review',
      {
        rows: [
          ['reviewer', 'account'],
          ['opinion', 'text'],
          ['approved', 'yes'],
          ['reviewedOn', 'date'],
        ],
      },
    ],
  ],
  F18: [
    ['reason', { word: 'NonAcceptanceReason' }],
    ['explanation', 'text'],
    ['routes', { words: 'RemedyRoute' }],
    ['routeDetail', 'text'],
    ['servedOn', 'date'],
    ['datedOn', 'date'],
  ],
  F19: [
    ['outcome', { word: 'Outcome' }],
    ['reason', 'text'],
    ['routes', { words: 'RemedyRoute' }],
    ['timeLimits', 'text'],
    [
      'served',
      {
        rows: [
          ['partyId', 'party'],
          ['servedOn', 'date'],
          ['method', 'text'],
        ],
      },
    ],
    ['datedOn', 'date'],
  ],
  F22: [
    ['days', 'number'],
    ['reason', 'text'],
    [
      'consents',
      {
        rows: [
          ['partyId', 'party'],
          ['consentedOn', 'date'],
        ],
      },
    ],
    ['datedOn', 'date'],
  ],
  F23: [
    ['requestedBy', 'party'],
    ['against', 'account'],
    ['grounds', 'text'],
    ['requestedOn', 'date'],
    [
      'decision',
      {
        rows: [
          ['upheld', 'yes'],
          ['reason', 'text'],
          ['decidedBy', 'account'],
          ['decidedOn', 'date'],
        ],
      },
    ],
  ],
  F24: [
    ['receivedOn', 'date'],
    ['amountFen', 'money'],
    ['completes', 'yes'],
    ['method', 'text'],
    ['receivedBy', 'party'],
    ['note', 'text'],
  ],
  F25: [
    ['partyId', 'party'],
    ['recipient', 'text'],
    ['address', 'text'],
    ['phone', 'text'],
    ['electronicAddress', 'text'],
    ['informedOfConsequences', 'yes'],
    ['confirmedOn', 'date'],
  ],
  F26: [
    ['partyId', 'party'],
    ['demand', 'text'],
    ['complyBy', 'date'],
    ['consequences', 'text'],
    ['urgedOn', 'date'],
  ],
  F_CHILD: [
    ['childPartyId', 'party'],
    ['heardOn', 'date'],
    ['place', 'text'],
    ['heardBy', 'accounts'],
    ['parentsAbsent', 'yes'],
    ['ableToExpress', 'yes'],
    ['view', 'text'],
    ['accompaniedBy', 'text'],
    ['observations', 'text'],
  ],
}
