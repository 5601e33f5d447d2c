import type { Division } from '@/api/schema'

/** The part of a division code that says where it lies: two digits for a province, twelve for a village. */
export function significant(code: string): string {
  const length = [2, 4, 6, 9].find((n) => /^0+$/.test(code.slice(n))) ?? 12
  return code.slice(0, length)
}

/** Which of these divisions the code lies in. */
export function around(divisions: readonly Division[], code: string | null): Division | undefined {
  return code === null ? undefined : divisions.find((one) => code.startsWith(significant(one.code)))
}

/** The codes from the province down to this one. A county that ends in zeros looks like its city: once is enough. */
export function chain(code: string | null): string[] {
  if (!code) return []
  const whole = significant(code).length
  return [...new Set([2, 4, 6, 9, 12].filter((n) => n <= whole).map((n) => code.slice(0, n).padEnd(12, '0')))]
}
