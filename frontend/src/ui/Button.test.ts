import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import Button from './Button.vue'

const slots = { default: '受理' }

describe('Button', () => {
  it('acts', async () => {
    const button = mount(Button, { slots })
    await button.get('button').trigger('click')
    expect(button.emitted('click')).toHaveLength(1)
  })

  it('says all reasons, with their basis, instead of acting', async () => {
    const reasons = ['尚未指定调解员', { code: 'G05', title: '调解员任期已满', basis: '人民调解法第十四条' }]
    const button = mount(Button, { slots, props: { reasons, type: 'submit' } })
    const inner = button.get('button')
    expect(inner.attributes('disabled')).toBeUndefined()
    expect(inner.text()).toContain('还不能操作，有 2 条原因')
    await inner.trigger('click')
    expect(button.emitted('click')).toBeUndefined()
    expect(inner.attributes('aria-expanded')).toBe('true')
    const list = button.findAll('li').map((one) => one.text())
    expect(list[0]).toBe('尚未指定调解员')
    expect(list[1]).toContain('依据：人民调解法第十四条')
    await inner.trigger('keydown', { key: 'Escape' })
    expect(button.find('li').exists()).toBe(false)
  })

  it('acts once while it is busy', async () => {
    const button = mount(Button, { slots, props: { busy: true } })
    await button.get('button').trigger('click')
    expect(button.emitted('click')).toBeUndefined()
    expect(button.get('button').attributes('aria-busy')).toBe('true')
  })

  it('is named when it shows only its icon', () => {
    const button = mount(Button, { props: { icon: 'print', label: '打印' } })
    expect(button.get('button').attributes('aria-label')).toBe('打印')
  })
})
