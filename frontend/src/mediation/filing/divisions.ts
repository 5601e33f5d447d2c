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
