import type { CaseFile, Clause, ClauseKind, Cycle, PartyOnFile, TemplateEntry } from '@/api/schema'

/** A clause while it is written: typed fields, the free blanks of its template, and the sentence they make. */
export interface ClauseDraft {
  id: string
  kind: ClauseKind
  /** Name of the template; a kind may have several. */
  template: string
  /** Blanks no typed field fills, such as `{property}`. */
  blanks: Record<string, string>
  /** The sentence in the mediator's own words; null while the template speaks. */
  ownText: string | null
  amountFen: number | null
  cycle: Cycle | null
  firstDueOn: string | null
  endOn: string | null
  payerPartyId: string | null
  payeePartyId: string | null
  childPartyId: string | null
  method: string
  place: string
  conditionalOnDivorce: boolean | null
}

/** What stands for a blank nobody has filled yet. */
export const emptyBlank = '＿＿＿＿'

/** The blanks that typed fields fill, by the field. */
const fieldOf: Record<string, keyof ClauseDraft> = {
  payer: 'payerPartyId',
  payee: 'payeePartyId',
  child: 'childPartyId',
  amount: 'amountFen',
  cycle: 'cycle',
  firstDueOn: 'firstDueOn',
  endOn: 'endOn',
  method: 'method',
  place: 'place',
}

const blankPattern = /\{(\w+)\}/g

export function blanksOf(template: string): string[] {
  return [...new Set(Array.from(template.matchAll(blankPattern), (match) => match[1] ?? ''))]
}

/** Blanks of a template that only words can fill. */
export function freeBlanksOf(template: string): string[] {
  return blanksOf(template).filter((blank) => !(blank in fieldOf))
}

/** The typed fields a clause asks for: those its sentence names, and those that make it clear. */
export function fieldsOf(template: TemplateEntry | undefined): Set<keyof ClauseDraft> {
  const named = blanksOf(template?.text ?? '').map((blank) => fieldOf[blank])
  return new Set([...named, ...(template?.wants ?? [])].filter(Boolean) as (keyof ClauseDraft)[])
}

/** The template as it speaks of this clause: what is done once has a day, not a beginning and an end. */
export function wordingOf(template: TemplateEntry, clause: Pick<ClauseDraft, 'cycle'>): string {
  if (clause.cycle !== 'ONCE') return template.text
  return template.text.replace('自{firstDueOn}起', '于{firstDueOn}前').replace('，至{endOn}止', '')
}

export interface Speech {
  partyName: (id: string) => string
  cycleName: (cycle: Cycle) => string
}

/** Fills the blanks of a template. A piece says whether it is a blank, and whether anything fills it. */
export function pieces(
  template: string,
  clause: ClauseDraft,
  speech: Speech,
): { text: string; blank: boolean; missing: boolean }[] {
  const found: { text: string; blank: boolean; missing: boolean }[] = []
  let last = 0
  for (const match of template.matchAll(blankPattern)) {
    if (match.index > last) found.push({ text: template.slice(last, match.index), blank: false, missing: false })
    const filled = valueOf(match[1] ?? '', clause, speech)
    found.push({ text: filled || emptyBlank, blank: true, missing: !filled })
    last = match.index + match[0].length
  }
  if (last < template.length) found.push({ text: template.slice(last), blank: false, missing: false })
  return found
}

function valueOf(blank: string, clause: ClauseDraft, speech: Speech): string {
  switch (blank) {
    case 'payer':
      return clause.payerPartyId ? speech.partyName(clause.payerPartyId) : ''
    case 'payee':
      return clause.payeePartyId ? speech.partyName(clause.payeePartyId) : ''
    case 'child':
      return clause.childPartyId ? speech.partyName(clause.childPartyId) : ''
    case 'amount':
      return clause.amountFen === null ? '' : yuanInWords(clause.amountFen)
    case 'cycle':
      return clause.cycle ? speech.cycleName(clause.cycle) : ''
    case 'firstDueOn':
      return chineseDate(clause.firstDueOn)
    case 'endOn':
      return chineseDate(clause.endOn)
    case 'method':
      return clause.method.trim()
    case 'place':
      return clause.place.trim()
    default:
      return (clause.blanks[blank] ?? '').trim()
  }
}

/** The papers are Chinese, whatever language the screen speaks. */
export function chineseDate(date: string | null): string {
  if (!date) return ''
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

/** 1234.5 as it is written in an agreement: without separators, which a court clerk may misread. */
export function yuanInWords(fen: number): string {
  return fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2)
}

export function sentenceOf(clause: ClauseDraft, template: TemplateEntry | undefined, speech: Speech): string {
  if (clause.ownText !== null || !template) return clause.ownText ?? ''
  return pieces(wordingOf(template, clause), clause, speech)
    .map((piece) => piece.text)
    .join('')
}

/** How many blanks a sentence still has. */
export function openBlanks(text: string): number {
  return text.split(emptyBlank).length - 1
}

export function newClause(kind: ClauseKind, template: TemplateEntry | undefined): ClauseDraft {
  return {
    id: crypto.randomUUID(),
    kind,
    template: template?.name ?? '',
    blanks: {},
    ownText: template ? null : '',
    amountFen: null,
    cycle: null,
    firstDueOn: null,
    endOn: null,
    payerPartyId: null,
    payeePartyId: null,
    childPartyId: null,
    method: '',
    place: '',
    conditionalOnDivorce: null,
  }
}

/** Reads a clause of the server back into the editor. A sentence the template can still say stays a template. */
export function draftOf(clause: Clause, templates: readonly TemplateEntry[], speech: Speech): ClauseDraft {
  const draft: ClauseDraft = {
    ...newClause(clause.kind, undefined),
    id: clause.id,
    amountFen: clause.amountFen ?? null,
    cycle: clause.cycle ?? null,
    firstDueOn: clause.firstDueOn ?? null,
    endOn: clause.endOn ?? null,
    payerPartyId: clause.payerPartyId ?? null,
    payeePartyId: clause.payeePartyId ?? null,
    childPartyId: clause.childPartyId ?? null,
    method: clause.method ?? '',
    place: clause.place ?? '',
    conditionalOnDivorce: clause.conditionalOnDivorce ?? null,
    ownText: clause.text,
  }
  for (const template of templates.filter((one) => one.kind === clause.kind)) {
    const blanks = readBlanks(wordingOf(template, draft), clause.text)
    const spoken: ClauseDraft = { ...draft, template: template.name, blanks: blanks ?? {}, ownText: null }
    if (blanks && sentenceOf(spoken, template, speech) === clause.text) return spoken
    draft.template ||= template.name
  }
  return draft
}

/** What stands in the free blanks, if the text is the template filled in. */
function readBlanks(template: string, text: string): Record<string, string> | null {
  const names: string[] = []
  const parts = template.split(blankPattern)
  // Every second part is a name: "a{x}b" splits into "a", "x", "b".
  const pattern = parts
    .map((part, i) => {
      if (i % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      names.push(part)
      return '([\\s\\S]*?)'
    })
    .join('')
  const match = new RegExp(`^${pattern}$`).exec(text)
  if (!match) return null
  const blanks: Record<string, string> = {}
  names.forEach((name, i) => {
    const said = match[i + 1] ?? ''
    if (!(name in fieldOf)) blanks[name] = said === emptyBlank ? '' : said
  })
  return blanks
}

/** A clause as the server takes it: what is empty is left out. */
export function clauseOf(draft: ClauseDraft, text: string): Clause {
  const clause: Clause = {
    id: draft.id,
    kind: draft.kind,
    text,
    firstDueOn: draft.firstDueOn,
    endOn: draft.cycle === 'ONCE' ? null : draft.endOn,
    method: draft.method.trim() || null,
    place: draft.place.trim() || null,
    conditionalOnDivorce: draft.conditionalOnDivorce,
  }
  if (draft.amountFen !== null) clause.amountFen = draft.amountFen
  if (draft.cycle) clause.cycle = draft.cycle
  if (draft.payerPartyId) clause.payerPartyId = draft.payerPartyId
  if (draft.payeePartyId) clause.payeePartyId = draft.payeePartyId
  if (draft.childPartyId) clause.childPartyId = draft.childPartyId
  return clause
}

/** Kinds whose terms may take effect only with the divorce (CC-M1 69). */
export function mayHangOnDivorce(kind: ClauseKind): boolean {
  return ['PROPERTY_DIVISION', 'REAL_ESTATE', 'DEBT', 'COMPENSATION'].includes(kind)
}

/** Every minor a clause may be about: the child of the dispute, and a party under age. */
export function childrenOf(file: Pick<CaseFile, 'parties'>): PartyOnFile[] {
  return file.parties.filter((party) => party.role === 'CHILD' || (party.particulars?.age ?? 99) < 18)
}

/** The day a child comes of age: the usual end of child support. */
export function eighteenthBirthday(party: PartyOnFile | undefined): string | null {
  const born = party?.particulars?.birthDate
  if (!born) return null
  const [year, rest] = [Number(born.slice(0, 4)), born.slice(4)]
  // Born on a 29 February: there is none eighteen years later.
  return `${year + 18}${rest === '-02-29' ? '-03-01' : rest}`
}
