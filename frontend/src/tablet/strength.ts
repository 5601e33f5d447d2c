export const shortest = 12

export type Strength = 'SHORT' | 'WEAK' | 'FAIR' | 'GOOD' | 'STRONG'

/**
 * How hard a passphrase is to guess, roughly: every character counts by its kind, one that only repeats or continues
 * the one before (aaaa, 1234, abcd) counts little. Advice, not a rule: the one rule is the length.
 */
export function strengthOf(passphrase: string): Strength {
  const characters = [...passphrase]
  if (characters.length < shortest) return 'SHORT'
  const codes = characters.map((one) => one.codePointAt(0) ?? 0)
  const seen = new Set<string>()
  let bits = 0
  codes.forEach((code, i) => {
    const before = codes[i - 1]
    const follows = before !== undefined && Math.abs(code - before) <= 1
    const again = i > 0 && seen.has(pairAt(characters, i))
    bits += follows || again ? 0.5 : code > 0x2e80 ? 9 : /[0-9]/.test(characters[i] ?? '') ? 3 : 4.5
    seen.add(pairAt(characters, i))
  })
  if (bits < 32) return 'WEAK'
  if (bits < 48) return 'FAIR'
  return bits < 70 ? 'GOOD' : 'STRONG'
}

/** The pair that ends here: a pair that comes again says nothing new (jiahejiahe, 19901990). */
function pairAt(characters: string[], i: number): string {
  return `${characters[i - 1] ?? ''}${characters[i] ?? ''}`
}
