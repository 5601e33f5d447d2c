import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '@/api/problem'
import ErrorState from './ErrorState.vue'

describe('ErrorState', () => {
  it('tells the title, every reason with its basis, and the request', () => {
    const error = new ProblemError({
      type: '/problems/guards',
      title: '现在不能受理',
      status: 409,
      code: 'guards',
      instance: 'req-1',
      blockers: [
        { code: 'G01', title: '一方不同意调解', basis: '人民调解法第十七条' },
        { code: 'G02', title: '已由法院受理' },
      ],
    })
    const text = mount(ErrorState, { props: { error } }).text()
    for (const words of ['现在不能受理', '一方不同意调解', '人民调解法第十七条', '已由法院受理', 'req-1']) {
      expect(text).toContain(words)
    }
  })

  it('does not show the words of a programming error', () => {
    const text = mount(ErrorState, { props: { error: new TypeError('x is undefined') } }).text()
    expect(text).toContain('出现了意外的问题')
    expect(text).not.toContain('undefined')
  })
})
