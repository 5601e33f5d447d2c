/** The calendar of the office: Shanghai, whatever clock the machine keeps. */
export function day(offset = 0): string {
  return new Date(Date.now() + offset * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** The wall clock of the office some minutes ago, as a date-time field takes it. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000 + 8 * 3_600_000).toISOString().slice(0, 16)
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** An invented citizen number with a true check digit (GB 11643). An even serial is a woman's. */
export function citizenNumber(born: string, serial: number): string {
  const head = `999900${born.replace(/-/g, '')}${String(serial).padStart(3, '0')}`
  const sum = weights.reduce((total, weight, i) => total + weight * Number(head[i]), 0)
  return head + '10X98765432'[sum % 11]
}
