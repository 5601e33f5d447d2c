import { expect, it } from 'vitest'
import { clock, recordingName, recordingType } from './voice'

it('records what the browser can, Opus first', () => {
  expect(recordingType(() => true)).toEqual({ type: 'audio/webm;codecs=opus', extension: 'webm' })
  expect(recordingType((type) => type === 'audio/mp4')).toEqual({ type: 'audio/mp4', extension: 'm4a' })
  expect(recordingType(() => false)).toBeNull()
})

it('names a recording by its local beginning, without a colon', () => {
  expect(recordingName('录音', '2026-03-05T14:07:30', 'webm')).toBe('录音 2026-03-05 14.07.30.webm')
})

it('shows minutes and seconds', () => {
  expect([clock(0), clock(75.9), clock(3600), clock(-1)]).toEqual(['0:00', '1:15', '60:00', '0:00'])
})
