/** No recording is longer: then it ends by itself, and what there is is kept. */
export const MOST_MINUTES = 60

/** Speech is understood at this rate; an hour is 11 MB. */
export const BITS_PER_SECOND = 24_000

/** What browsers can record, the best first: Chromium and Firefox write Opus, Safari writes AAC. */
const types = [
  ['audio/webm;codecs=opus', 'webm'],
  ['audio/ogg;codecs=opus', 'ogg'],
  ['audio/mp4', 'm4a'],
] as const

export interface RecordingType {
  type: string
  extension: string
}

/** What this browser can record, or nothing. */
export function recordingType(can: (type: string) => boolean): RecordingType | null {
  const found = types.find(([type]) => can(type))
  return found ? { type: found[0], extension: found[1] } : null
}

/** A recording as it is kept: with its beginning and end, and that it was agreed to. */
export interface Recording {
  blob: Blob
  name: string
  startedAt: string
  endedAt: string
}

/** `2026-03-05 14.07.30`: no sign that a file name may not have. */
export function recordingName(title: string, localStart: string, extension: string): string {
  return `${title} ${localStart.slice(0, 19).replace('T', ' ').replaceAll(':', '.')}.${extension}`
}

/** 75 seconds are `1:15`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
