import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import Combobox from './Combobox.vue'

const options = [
  { value: 'a', label: '栖霞街道调解工作站' },
  { value: 'b', label: '临溪街道调解工作站', disabled: true },
  { value: 'c', label: '枫桥街道调解工作站', hint: 'fengqiao' },
]

function field(modelValue: string | null = null) {
  const page = mount(Combobox, {
    props: {
      label: '组织',
      options,
      modelValue,
      'onUpdate:modelValue': (value: string | null) => page.setProps({ modelValue: value }),
    },
  })
  return { page, input: page.get('input') }
}

describe('Combobox', () => {
  it('filters by any part of label and hint, and Enter chooses', async () => {
    const { page, input } = field()
    await input.setValue('feng')
    expect(page.findAll('[role=option]').map((one) => one.text())).toEqual(['枫桥街道调解工作站 fengqiao'])
    await input.trigger('keydown', { key: 'Enter' })
    expect(page.props('modelValue')).toBe('c')
    expect(input.element.value).toBe('枫桥街道调解工作站')
    expect(input.attributes('aria-expanded')).toBe('false')
  })

  it('steps over what cannot be chosen', async () => {
    const { page, input } = field('a')
    await input.trigger('keydown', { key: 'ArrowDown' })
    await input.trigger('keydown', { key: 'ArrowDown' })
    await input.trigger('keydown', { key: 'Enter' })
    expect(page.props('modelValue')).toBe('c')
  })

  it('keeps the choice when the filter is left, and forgets it when it is emptied', async () => {
    const { page, input } = field('a')
    await input.setValue('枫')
    await input.trigger('blur')
    expect(page.props('modelValue')).toBe('a')
    expect(input.element.value).toBe('栖霞街道调解工作站')
    await input.setValue('')
    expect(page.props('modelValue')).toBeNull()
  })

  it('leaves the Enter of an input method alone', async () => {
    const { page, input } = field()
    await input.setValue('fengqiao')
    await input.trigger('keydown', { key: 'Enter', isComposing: true })
    expect(page.props('modelValue')).toBeNull()
  })

  it('closes the list by Escape, and only the list', async () => {
    const { page, input } = field()
    let heard = 0
    page.element.addEventListener('keydown', () => heard++)
    await input.trigger('click')
    await input.trigger('keydown', { key: 'Escape' })
    expect([heard, input.attributes('aria-expanded')]).toEqual([0, 'false'])
    await input.trigger('keydown', { key: 'Escape' })
    expect(heard).toBe(1)
  })
})
