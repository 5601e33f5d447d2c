import type { Rules, RulesAnswer, RulesRequest } from '@/rules/rules'

/**
 * A small house with the shape of the real one: the same judge runs in the "server" and, as the rules, on the device.
 * A file is a list of notes; a note says when and with which key it was made, so that a loss or a repetition shows.
 */
export interface HouseFile {
  id: string
  version: number
  number?: string
  name: string
  notes: { key: string; text: string; at: string }[]
}

const root = '/api/v1/mediation/cases'

function view(file: HouseFile): RulesAnswer {
  return { status: 200, etag: `"${file.version}"`, body: file, file }
}

function refusal(status: number, code: string, extra: object = {}): RulesAnswer {
  return { status, body: { type: 'about:blank', title: code, status, code, ...extra } }
}

/** What the house says to a request about one file. */
export function judge(
  request: Pick<RulesRequest, 'method' | 'path' | 'body' | 'key'> & { file?: unknown },
): RulesAnswer {
  const file = request.file as HouseFile | undefined
  const { pathname } = new URL(request.path, 'http://house')
  const body = (request.body ?? {}) as { id?: string; name?: string; text?: string; occurredAt?: string }
  if (request.method === 'GET') return file ? view(file) : refusal(404, 'not_found')
  const at = body.occurredAt ?? ''
  if (pathname === root) {
    const id = body.id ?? request.key ?? ''
    const filed: HouseFile = {
      id,
      version: 1,
      name: body.name ?? '',
      notes: [{ key: request.key ?? '', text: 'filed', at }],
    }
    return { ...view(filed), status: 201 }
  }
  if (!file) return refusal(404, 'not_found')
  const step = pathname.split('/').pop()
  if (step === 'accept') return refusal(409, 'sync.office-only')
  if (step === 'close')
    return refusal(422, 'guards', {
      blockers: [
        { code: 'G17', title: 'no outcome' },
        { code: 'G18', title: 'no date' },
      ],
    })
  const notes = [...file.notes, { key: request.key ?? '', text: body.text ?? '', at }]
  return view({ ...file, version: file.version + 1, notes })
}

export const houseRules: Rules = {
  ask(request) {
    if (request.op === 'list') {
      const items = (request.files as HouseFile[]).map(({ id, version, number, name }) => ({
        id,
        version,
        number,
        name,
      }))
      return { status: 200, body: { items } }
    }
    if (request.op === 'home')
      return { status: 200, body: { items: (request.files as HouseFile[]).map((file) => ({ file, timers: [] })) } }
    return judge(request)
  },
}
