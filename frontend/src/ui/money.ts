/** Money is integer fen everywhere; only the eye sees yuan. No floating point on the way. */

/** Fen for what a person typed in yuan; `null` for nothing, `undefined` for what is not an amount. */
export function parseYuan(text: string): number | null | undefined {
  const plain = text.replace(/[\s,，¥￥元]/g, '').replace('。', '.')
  if (plain === '') return null
  const parts = /^(\d{1,12})(?:\.(\d{0,2}))?$/.exec(plain)
  if (!parts) return undefined
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'))
}

/** Yuan for the field: 123450 → 1234.50, whole yuan without decimals. */
export function yuanText(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return ''
  const rest = Math.abs(fen) % 100
  const whole = `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}`
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(2, '0')}`
}
