import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import Menu from './Menu.vue'

const entries = [
  { key: 'receipt', label: '打印收件回执' },
  { key: 'seal', label: '封存', disabled: true },
]

function menu() {
  const page = mount(Menu, { props: { entries, label: '更多' }, attachTo: document.body })
  return { page, button: page.get('.menu-button') }
}

afterEach(() => (document.body.innerHTML = ''))

describe('Menu', () => {
  it('opens on its first entry and goes round by arrows', async () => {
    const { page, button } = menu()
    await button.trigger('click')
    await page.vm.$nextTick()
    expect(document.activeElement?.textContent).toContain('打印收件回执')
    await page.get('[role=menuitem]').trigger('keydown', { key: 'ArrowUp' })
    expect(document.activeElement?.textContent).toContain('封存')
  })

  it('chooses, closes and gives the focus back', async () => {
    const { page, button } = menu()
    await button.trigger('click')
    await page.get('[role=menuitem]').trigger('click')
    expect(page.emitted('choose')).toEqual([['receipt']])
    expect(page.find('[role=menu]').exists()).toBe(false)
    expect(document.activeElement).toBe(button.element)
  })

  it('does nothing for an entry that is not possible', async () => {
    const { page, button } = menu()
    await button.trigger('click')
    await page.findAll('[role=menuitem]')[1]?.trigger('click')
    expect(page.emitted('choose')).toBeUndefined()
  })

  it('closes by Escape and by a press elsewhere', async () => {
    const { page, button } = menu()
    await button.trigger('click')
    await button.trigger('keydown', { key: 'Escape' })
    expect(button.attributes('aria-expanded')).toBe('false')
    await button.trigger('click')
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    await page.vm.$nextTick()
    expect(button.attributes('aria-expanded')).toBe('false')
  })
})
