/**
 * The time of the house on a device whose own clock may be wrong by years.
 *
 * The server tells its time with every contact; the difference is kept. Between contacts the device's clock counts,
 * but it may never run backwards: the latest time known is kept on the device as well, and a clock that is behind it
 * has been set back.
 */
export interface ClockState {
  /** Server minus device, milliseconds. */
  offset: number
  /** The latest time of the house ever known here. */
  seen: number
}

/** Clocks may differ by this much without meaning anything. */
const tolerance = 2 * 60_000

let state: ClockState = { offset: 0, seen: 0 }
let anchor = { date: Date.now(), steady: performance.now() }

/** The device's clock; when somebody sets it back while the app is open, the difference goes into the offset. */
function device(): number {
  const date = Date.now()
  const expected = anchor.date + (performance.now() - anchor.steady)
  if (date < expected - tolerance / 2) {
    state.offset += expected - date
    anchor = { date, steady: performance.now() }
  }
  return date
}

export const clock = {
  now(): number {
    const time = device() + state.offset
    state.seen = Math.max(state.seen, time)
    return state.seen
  },

  iso(): string {
    return new Date(clock.now()).toISOString()
  },

  /** The server's word counts more than anything known here, also when it is earlier. */
  learn(serverNow: string): void {
    const server = Date.parse(serverNow)
    if (Number.isNaN(server)) return
    anchor = { date: Date.now(), steady: performance.now() }
    state = { offset: server - anchor.date, seen: server }
  },

  /** The device's clock is behind what was already known: nothing that ends by the clock may be opened by it. */
  ranBackwards(): boolean {
    return device() + state.offset < state.seen - tolerance
  },

  state: (): ClockState => ({ ...state }),

  restore(kept: ClockState): void {
    anchor = { date: Date.now(), steady: performance.now() }
    state = { ...kept }
  },

  /**
   * What the device calls "now" beside a command it made earlier. A command from the future of the server was made
   * while the clock was wrong: it is measured by that same clock, so that the server can correct it.
   */
  beside(createdAt: string, offsetThen: number): string {
    const now = clock.now()
    const wrong = Date.parse(createdAt) > now + tolerance
    return new Date(wrong ? Date.now() + offsetThen : now).toISOString()
  },
}
