import { describe, expect, it } from 'vitest'
import { around, chain, significant } from './divisions'

describe('division codes', () => {
  it('say by their length how far down they go', () => {
    expect(['330000000000', '330100000000', '330106000000', '330106001000', '330106001002'].map(significant)).toEqual([
      '33',
      '3301',
      '330106',
      '330106001',
      '330106001002',
    ])
  })

  it('have every division above them once', () => {
    expect(chain('999900001002')).toEqual(['990000000000', '999900000000', '999900001000', '999900001002'])
    expect(chain(null)).toEqual([])
  })

  it('lie in the division above', () => {
    const streets = [
      { code: '999900001000', name: '栖霞街道', level: 'STREET' as const },
      { code: '999900002000', name: '临溪街道', level: 'STREET' as const },
    ]
    expect(around(streets, '999900002003')?.name).toBe('临溪街道')
    expect(around(streets, '999900000000')).toBeUndefined()
    expect(around(streets, null)).toBeUndefined()
  })
})
