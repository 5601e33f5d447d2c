import { locale } from '@/i18n'
import { bytesOf, toHex } from './bytes'
import { clock } from './clock'
import { commit, database, type Change } from './store'
import { digest, seal, unseal } from './vault'
import { asDevice } from './wire'

/** An answer of the server that is kept for when there is no network. */
interface KeptAnswer {
  path: string
  body: string
  etag: string | null
  at: string
}

/** Addresses whose answers serve everybody's pages; none of them tells about a case. */
const references = [
  '/api/v1/me',
  '/api/v1/orgs',
  '/api/v1/colleagues',
  '/api/v1/divisions',
  '/api/v1/holidays',
  '/api/v1/mediation/vocabulary',
  '/api/v1/mediation/appointments',
]

export const mePath = '/api/v1/me'

export const isReference = (pathname: string): boolean => references.includes(pathname)

const place = async (lang: string, path: string) => toHex(await digest(bytesOf(`${lang} ${path}`)))

export async function keepAnswer(path: string, body: string, etag: string | null): Promise<void> {
  await commit([await answerChange(path, body, etag)])
}

export async function answerChange(path: string, body: string, etag: string | null): Promise<Change> {
  const key = await place(locale.value, path)
  const at = clock.now()
  const kept: KeptAnswer = { path, body, etag, at: new Date(at).toISOString() }
  return { store: 'pack', key, value: await seal('pack', key, at, kept) }
}

async function find(path: string): Promise<KeptAnswer | null> {
  const db = await database()
  const other = locale.value === 'en' ? 'zh-CN' : 'en'
  for (const lang of [locale.value, other]) {
    const key = await place(lang, path)
    const row = await db.get('pack', key)
    if (row) return unseal<KeptAnswer>('pack', key, row)
  }
  return null
}

/** The kept answer, saying since when. */
export async function keptAnswer(path: string): Promise<Response | null> {
  const kept = await find(path)
  if (!kept) return null
  const headers = new Headers({ 'Content-Type': 'application/json', 'Jiahe-As-Of': kept.at })
  if (kept.etag) headers.set('ETag', kept.etag)
  return new Response(kept.body, { headers })
}

export async function keptValue<T>(path: string): Promise<T | null> {
  const kept = await find(path)
  return kept && (JSON.parse(kept.body) as T)
}

/** Divisions are asked for level by level; this many lists are carried at most. */
const divisionLists = 150

/** Fetches the reference answers, one request at a time. What is not allowed or not there is left out. */
export async function fillPack(): Promise<void> {
  const year = new Date(clock.now()).getUTCFullYear()
  const paths = [
    mePath,
    '/api/v1/mediation/vocabulary',
    '/api/v1/orgs',
    '/api/v1/colleagues?role=MEDIATOR',
    '/api/v1/mediation/appointments',
    `/api/v1/holidays?year=${year}`,
    `/api/v1/holidays?year=${year + 1}`,
  ]
  for (const path of paths) await fetchReference(path)
  const queue = ['/api/v1/divisions']
  for (let i = 0; i < Math.min(queue.length, divisionLists); i++) {
    const list = (await fetchReference(queue[i] ?? '')) as { items?: { code: string }[] } | null
    for (const { code } of list?.items ?? []) queue.push(`/api/v1/divisions?parent=${encodeURIComponent(code)}`)
  }
}

async function fetchReference(path: string): Promise<unknown> {
  const response = await asDevice({ method: 'GET', path, headers: { 'Accept-Language': locale.value } })
  if (!response.ok) return null
  const body = await response.text()
  await keepAnswer(path, body, response.headers.get('ETag'))
  return JSON.parse(body)
}
