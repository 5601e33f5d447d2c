import { rulesUrl } from 'virtual:rules'

/**
 * The server's own rules, compiled for the device. One question of JSON, one answer of JSON; the module keeps nothing
 * between two questions.
 */
export interface RulesRequest {
  op: 'request' | 'file' | 'list' | 'catalogue' | 'home'
  /** RFC 3339, of the house's clock. */
  now: string
  /** Of the contract; the present rules draw no lots and name everything by the key. */
  entropy?: string
  lang: string
  actor: unknown
  /** The office's reference data, as the server sent it with the changes. */
  office?: unknown
  file?: unknown
  files?: unknown[]
  method: string
  path: string
  body?: unknown
  /** The Idempotency-Key: what a command makes is named by it, here as on the server. */
  key?: string
}

export interface RulesAnswer {
  status: number
  body: unknown
  etag?: string
  /** The file after a step. */
  file?: unknown
}

export interface Rules {
  ask(request: RulesRequest): RulesAnswer
}

interface Exports {
  memory: WebAssembly.Memory
  reserve: (length: number) => number
  answer: () => number
  answer_len: () => number
}

/** Whether this build carries the rules at all. */
export const rulesAvailable = rulesUrl !== ''

let compiled: Promise<WebAssembly.Module> | null = null
let running: Rules | null = null

/** The rules, or null in a build without them. Loaded when they are asked for first. */
export async function loadRules(): Promise<Rules | null> {
  if (running) return running
  if (!rulesAvailable) return null
  compiled ??= compile(rulesUrl).catch((error: unknown) => {
    compiled = null
    throw error
  })
  running = await start(await compiled)
  return running
}

/** What runs the rules: the module, or what a test puts in its place. */
export function useRules(rules: Rules | null): void {
  running = rules
}

async function compile(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`rules: ${response.status}`)
  return WebAssembly.compile(await response.arrayBuffer())
}

/** A fault inside poisons the instance, never the app: the next question gets a new one. */
async function start(module: WebAssembly.Module): Promise<Rules> {
  let exports = (await WebAssembly.instantiate(module, {})).exports as unknown as Exports
  return {
    ask(request) {
      try {
        return question(exports, request)
      } catch (error) {
        exports = new WebAssembly.Instance(module, {}).exports as unknown as Exports
        throw error
      }
    },
  }
}

function question(exports: Exports, request: RulesRequest): RulesAnswer {
  const asked = new TextEncoder().encode(JSON.stringify(request))
  const at = exports.reserve(asked.length)
  // The memory may have grown: its buffer is another one after every call.
  new Uint8Array(exports.memory.buffer, at, asked.length).set(asked)
  const answerAt = exports.answer()
  const answered = new Uint8Array(exports.memory.buffer, answerAt, exports.answer_len())
  return JSON.parse(new TextDecoder().decode(answered)) as RulesAnswer
}
