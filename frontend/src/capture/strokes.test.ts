import { describe, expect, it } from 'vitest'
import { groupsOf, isSignature, pathOf, strokesOf, viewBoxOf, type Strokes } from './strokes'

const strokes: Strokes = {
  width: 600,
  height: 200,
  lines: [
    [
      [10, 20, 0, 0.5],
      [20.5, 30, 16, 0.6],
    ],
    [[40, 50, 120, 0.4]],
  ],
}

describe('strokes', () => {
  it('survive the pad unchanged', () => {
    expect(strokesOf(groupsOf(strokes, 600, 200), 600, 200)).toEqual(strokes)
  })

  it('keep their shape on a smaller pad', () => {
    expect(groupsOf(strokes, 300, 200)[0]?.points[0]).toMatchObject({ x: 5, y: 10 })
  })

  it('count time from the first point', () => {
    const groups = groupsOf(strokes, 600, 200)
    for (const group of groups) for (const point of group.points) point.time += 1_700_000_000_000
    expect(strokesOf(groups, 600, 200).lines[1]?.[0]?.[2]).toBe(120)
  })

  it('are shown without the empty rest of the pad', () => {
    expect(viewBoxOf(strokes)).toBe('2 12 46 46')
  })

  it('become a path; a tap is a dot', () => {
    expect(pathOf(strokes.lines[0] ?? [])).toBe('M10 20Q10 20 15.3 25L20.5 30')
    expect(pathOf([[40, 50, 0, 0]])).toBe('M40 50h.01')
    expect(pathOf([])).toBe('')
  })

  it('are a signature only when there is more than a dot', () => {
    expect(isSignature(strokes)).toBe(false)
    expect(isSignature(null)).toBe(false)
    expect(isSignature({ ...strokes, lines: [Array(8).fill([1, 1, 1, 1])] })).toBe(true)
  })
})
