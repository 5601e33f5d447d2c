import { randomUUID } from 'node:crypto'
import { expect, request, type APIRequestContext } from '@playwright/test'
import { day, citizenNumber, minutesAgo } from './days'
import type { Person } from './filing'
import { demoAccount, signInRequests, type DemoAccount } from './people'

export interface Answer<T> {
  status: number
  etag: string
  body: T
}

/** Somebody at a desk of the office, who works through the same interface as the pages. */
export class Desk {
  private constructor(
    readonly account: DemoAccount,
    private readonly calls: APIRequestContext,
  ) {}

  static async of(who: string): Promise<Desk> {
    const account = demoAccount(who)
    const calls = await request.newContext({
      baseURL: process.env.JIAHE_URL,
      extraHTTPHeaders: { 'Accept-Language': 'zh-CN' },
    })
    await signInRequests(calls, account)
    return new Desk(account, calls)
  }

  cookies() {
    return this.calls.storageState().then((state) => state.cookies)
  }

  async ask<T>(path: string): Promise<Answer<T>> {
    const answer = await this.calls.get(`/api/v1${path}`)
    return { status: answer.status(), etag: answer.headers().etag ?? '', body: (await answer.json()) as T }
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.ask<T>(path)
    expect(status, `GET ${path}: ${JSON.stringify(body)}`).toBe(200)
    return body
  }

  /** A command, with whatever the house says to it. */
  async tell<T>(path: string, data: unknown, etag?: string): Promise<Answer<T>> {
    const headers = { 'Idempotency-Key': randomUUID(), ...(etag ? { 'If-Match': etag } : {}) }
    const answer = await this.calls.post(`/api/v1${path}`, { data, headers })
    const text = await answer.text()
    return { status: answer.status(), etag: answer.headers().etag ?? '', body: JSON.parse(text || 'null') as T }
  }

  async post<T>(path: string, data: unknown, etag?: string): Promise<Answer<T>> {
    const answer = await this.tell<T>(path, data, etag)
    expect(answer.status, `POST ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
    return answer
  }

  /** A step of a file as it stands now. */
  async step<T = CaseFile>(id: string, step: string, data: unknown): Promise<T> {
    const { etag } = await this.ask(`${cases}/${id}`)
    return (await this.post<T>(`${cases}/${id}/${step}`, data, etag)).body
  }

  file(id: string): Promise<CaseFile> {
    return this.get(`${cases}/${id}`)
  }

  async papers(id: string): Promise<PaperRow[]> {
    return (await this.get<{ items: PaperRow[] }>(`${cases}/${id}/papers`)).items
  }

  async attachments(id: string): Promise<{ id: string; mediaType: string; state: string }[]> {
    const path = `${cases}/${id}/attachments`
    return (await this.get<{ items: { id: string; mediaType: string; state: string }[] }>(path)).items
  }

  /** The history of a file, newest first. */
  async timeline(id: string): Promise<{ action: string; at: string; key?: string }[]> {
    return (await this.get<{ items: { action: string; at: string }[] }>(`${cases}/${id}/timeline`)).items
  }
}

export const cases = '/mediation/cases'

export interface CaseFile {
  id: string
  number?: string
  state: string
  sealed: boolean
  parties: { id: string; name: string; role: string; phones?: string[]; residenceAddress?: string }[]
  narrative: { corrections: CorrectionRow[] } & Record<string, unknown>
}

export interface CorrectionRow {
  field: string
  from?: string | null
  to?: string | null
  verdict?: string
  against?: string | null
  byName: string
  reason: string
}

export interface PaperRow {
  id: string
  form: string
  state: string
  number?: string
  marks: number
}

export interface Story {
  wife: Person
  husband: Person
  summary: string
}

/** What every file of these stories has in common: a quarrel of spouses of one street. */
export class Office {
  private constructor(
    readonly registrar: Desk,
    readonly head: Desk,
    readonly mediator: Desk,
    private readonly station: string,
    readonly mediatorId: string,
  ) {}

  static async of(mediator: string): Promise<Office> {
    const registrar = await Desk.of('registrar')
    const head = await Desk.of('station')
    const desk = await Desk.of(mediator)
    const me = await head.get<{ roles: { role: string; orgId: string }[] }>('/me')
    const own = await desk.get<{ account: { id: string } }>('/me')
    const station = me.roles.find(({ role }) => role === 'STATION_HEAD')?.orgId ?? ''
    return new Office(registrar, head, desk, station, own.account.id)
  }

  /** Filed, accepted and given to the mediator. */
  async assigned(story: Story): Promise<string> {
    const filed = await this.registrar.post<CaseFile>(cases, {
      stationId: this.station,
      mode: 'WRITTEN',
      category: 'A1',
      source: 'SELF',
      summary: story.summary,
      claims: ['请求调解，改善共同生活'],
      marriage: 'MARRIED',
      informed: true,
      readBack: true,
      parties: [party(story.wife, 'APPLICANT', 1), party(story.husband, 'RESPONDENT', 2)],
    })
    const { id } = filed.body
    await this.registrar.step(id, 'accept', { partiesConsent: true, difficulty: 'ORDINARY' })
    await this.head.step(id, 'assign', { mode: 'ASSIGNED', mediators: [this.mediatorId] })
    return id
  }

  /** Both told their rights, and one session held. */
  async mediated(story: Story, result: 'AGREED_ORAL' | 'AGREED_WRITTEN'): Promise<string> {
    const id = await this.assigned(story)
    const { parties } = await this.mediator.file(id)
    for (const { id: partyId } of parties) {
      await this.mediator.step(id, 'notify', { notice: this.notice(partyId) })
    }
    await this.mediator.step(id, 'hold-session', {
      minutes: {
        sessionNo: 1,
        startedAt: instant(40),
        endedAt: instant(10),
        place: '街道调解工作站',
        openness: 'CLOSED',
        noticeConfirmed: true,
        attendance: parties.map(({ id: partyId }) => ({ partyId, present: true })),
        mediators: [this.mediatorId],
        record: '双方各自陈述意见，调解员结合民法典有关规定做工作。',
        result,
      },
    })
    return id
  }

  /** Agreed by word of mouth. */
  async agreed(story: Story): Promise<string> {
    const id = await this.mediated(story, 'AGREED_ORAL')
    const { parties } = await this.mediator.file(id)
    await this.mediator.step(id, 'record-oral-agreement', {
      agreement: {
        versionNo: 1,
        facts: story.summary,
        issues: '家务分担',
        clauses: [{ id: randomUUID(), kind: 'LIVING_ARRANGEMENT', text: '双方共同承担家务，遇事先商量' }],
        reachedOn: day(),
        declinedPaper: parties.map((one) => one.id),
      },
    })
    return id
  }

  /** With promises to keep. */
  async performing(story: Story): Promise<string> {
    const id = await this.agreed(story)
    const agreement = (await this.mediator.papers(id)).find((paper) => paper.form === 'F12')
    const paper = await this.mediator.get<{ content: { clauses?: { id: string }[] } & Record<string, unknown> }>(
      `${cases}/${id}/papers/${agreement?.id ?? ''}`,
    )
    const clauseId = JSON.stringify(paper).match(/"clauses":\[\{"id":"([^"]+)"/)?.[1] ?? ''
    await this.mediator.step(id, 'schedule-performance', {
      items: [{ id: randomUUID(), clauseId, description: '每周家务分工表', dueOn: day(3) }],
    })
    return id
  }

  /** Every reason the server gives, with its basis, for not settling a text with such a clause. */
  async whyNotSettled(story: Story, text: string): Promise<string[]> {
    const id = await this.mediated(story, 'AGREED_WRITTEN')
    const clauses = [{ id: randomUUID(), kind: 'OTHER', text }]
    const agreement = { versionNo: 1, facts: story.summary, issues: '家务分担', clauses, datedOn: day(), copies: 3 }
    await this.mediator.step(id, 'draft-agreement', { agreement })
    const draft = (await this.mediator.papers(id)).find((one) => one.form === 'F11')
    const { textHash } = await this.mediator.get<{ textHash: string }>(`${cases}/${id}/papers/${draft?.id ?? ''}`)
    return this.refusal(id, 'settle', { textHash })
  }

  /** Every reason the server gives for not taking such an agreement by word of mouth. */
  async whyNotSpoken(id: string, text: string): Promise<string[]> {
    const { parties } = await this.mediator.file(id)
    const clauses = [{ id: randomUUID(), kind: 'LIVING_ARRANGEMENT', text }]
    const declinedPaper = parties.map((one) => one.id)
    const agreement = { versionNo: 1, facts: '家务', issues: '家务分担', clauses, reachedOn: day(), declinedPaper }
    return this.refusal(id, 'record-oral-agreement', { agreement })
  }

  private async refusal(id: string, step: string, data: unknown): Promise<string[]> {
    const { etag } = await this.mediator.ask(`${cases}/${id}`)
    const { status, body } = await this.mediator.tell<{ blockers?: { title: string; basis?: string }[] }>(
      `${cases}/${id}/${step}`,
      data,
      etag,
    )
    expect([409, 422], JSON.stringify(body)).toContain(status)
    const words = (body.blockers ?? []).flatMap(({ title, basis }) => (basis ? [title, basis] : [title]))
    expect(words.length).toBeGreaterThan(0)
    return words
  }

  private notice(partyId: string) {
    return {
      partyId,
      notifiedOn: day(),
      delivery: 'WRITTEN',
      language: '普通话',
      openness: 'CLOSED',
      mediator: this.mediatorId,
    }
  }
}

function instant(minutes: number): string {
  return new Date(`${minutesAgo(minutes)}:00+08:00`).toISOString()
}

function party(person: Person, role: string, side: number) {
  return {
    id: randomUUID(),
    role,
    side,
    relation: 'SPOUSES',
    particulars: {
      kind: 'PERSON',
      name: person.name,
      sex: person.serial % 2 === 0 ? 'FEMALE' : 'MALE',
      birthDate: person.born,
      ethnicity: '汉族',
      idDocument: { kind: 'RESIDENT_ID', number: citizenNumber(person.born, person.serial), verification: 'CARD_READ' },
      maritalStatus: 'MARRIED',
      phones: person.phone ? [person.phone] : [],
      residenceAddress: '清源县栖霞街道柳溪巷 6 号',
      literacy: 'SIGNS',
      capacity: 'FULL',
    },
  }
}
