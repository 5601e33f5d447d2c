/** What a citizen number says, or what is wrong with it (GB 11643-1999). */
export type ReadId =
  | { ok: true; number: string; birthDate: string; sex: 'FEMALE' | 'MALE' }
  | { ok: false; problem: 'length' | 'character' | 'birthDate' | 'checkDigit'; length: number }

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = '10X98765432'

/** Reads a number as people type it: full-width figures, blanks and a small x are accepted, as at the server. */
export function readResidentId(text: string, today: string): ReadId {
  const number = text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  const wrong = (problem: 'length' | 'character' | 'birthDate' | 'checkDigit'): ReadId => ({
    ok: false,
    problem,
    length: Array.from(number).length,
  })
  if (Array.from(number).length !== 18) return wrong('length')
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return wrong('character')
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  const day = new Date(`${birthDate}T00:00:00Z`)
  const real = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === birthDate
  if (!real || birthDate < '1850' || birthDate > today) return wrong('birthDate')
  const sum = weights.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  if (checks[sum % 11] !== number[17]) return wrong('checkDigit')
  return { ok: true, number, birthDate, sex: Number(number[16]) % 2 === 1 ? 'MALE' : 'FEMALE' }
}

/** Completed years of life. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}
