/**
 * Which entries of a line have room, by their widths in order. What has none goes behind a button of width `more`; the
 * entry one is in is always seen.
 */
export function fitting(widths: readonly number[], room: number, more: number, current: number): number[] {
  const all = widths.map((_, i) => i)
  if (sum(widths) <= room) return all
  const own = current >= 0 ? (widths[current] ?? 0) : 0
  let left = room - more - own
  const shown = all.filter((i) => {
    if (i === current || left < 0) return i === current
    left -= widths[i] ?? 0
    return left >= 0
  })
  return shown
}

const sum = (widths: readonly number[]) => widths.reduce((all, one) => all + one, 0)
