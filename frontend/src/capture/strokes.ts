import type { PointGroup } from 'signature_pad'

/** One point of the pen: x, y in pad pixels, milliseconds since the first point, pressure 0…1. */
export type StrokePoint = [x: number, y: number, t: number, pressure: number]

/**
 * A drawn signature as evidence: the movement, not a picture of it. Free of resolution, an eighth of the size of a
 * picture, and it keeps the speed and pressure a handwriting expert asks for.
 */
export interface Strokes {
  width: number
  height: number
  lines: StrokePoint[][]
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))

/** From the pad's own points to the model. */
export function strokesOf(groups: readonly PointGroup[], width: number, height: number): Strokes {
  const start = groups[0]?.points[0]?.time ?? 0
  return {
    width,
    height,
    lines: groups.map((group) =>
      group.points.map((point): StrokePoint => [
        round(point.x, 1),
        round(point.y, 1),
        Math.max(0, Math.round(point.time - start)),
        round(point.pressure, 3),
      ]),
    ),
  }
}

/** From the model to points for a pad of another size; the signature keeps its shape. */
export function groupsOf(strokes: Strokes, width: number, height: number): PointGroup[] {
  const scale = scaleInto(strokes, width, height)
  return strokes.lines.map((line) => ({
    penColor: '#101828',
    dotSize: 0,
    minWidth: 0.7 * scale,
    maxWidth: 2.6 * scale,
    velocityFilterWeight: 0.7,
    compositeOperation: 'source-over',
    points: line.map(([x, y, time, pressure]) => ({ x: x * scale, y: y * scale, time, pressure })),
  }))
}

export function scaleInto(strokes: Strokes, width: number, height: number): number {
  if (strokes.width <= 0 || strokes.height <= 0) return 1
  return Math.min(width / strokes.width, height / strokes.height)
}

/** An SVG path per line: smooth through the middles of neighbouring points; a tap becomes a dot. */
export function pathOf(line: readonly StrokePoint[]): string {
  const [first, ...rest] = line
  if (!first) return ''
  let path = `M${first[0]} ${first[1]}`
  if (rest.length === 0) return `${path}h.01`
  let previous = first
  for (const point of rest) {
    const middle = [(previous[0] + point[0]) / 2, (previous[1] + point[1]) / 2].map((value) => round(value, 1))
    path += `Q${previous[0]} ${previous[1]} ${middle[0]} ${middle[1]}`
    previous = point
  }
  return `${path}L${previous[0]} ${previous[1]}`
}

/** What a picture of the signature shows: the part that is drawn on, with a margin. */
export function viewBoxOf(strokes: Strokes): string {
  const points = strokes.lines.flat()
  if (points.length === 0) return `0 0 ${strokes.width} ${strokes.height}`
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const margin = 8
  const left = Math.min(...xs) - margin
  const top = Math.min(...ys) - margin
  return [left, top, Math.max(...xs) + margin - left, Math.max(...ys) + margin - top]
    .map((value) => round(value, 1))
    .join(' ')
}

/** A dot by mistake is not a signature. */
export function isSignature(strokes: Strokes | null | undefined): strokes is Strokes {
  return (strokes?.lines ?? []).reduce((sum, line) => sum + line.length, 0) >= 6
}
