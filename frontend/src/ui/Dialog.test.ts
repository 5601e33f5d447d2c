import { mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import Dialog from './Dialog.vue'

// There is no layout here, and what has no box is no stop for the Tab key.
const boxes = Element.prototype.getClientRects
beforeEach(() => (Element.prototype.getClientRects = () => [{}] as unknown as DOMRectList))
afterEach(() => {
  Element.prototype.getClientRects = boxes
  document.body.innerHTML = ''
})

async function opened(props: Record<string, unknown> = {}) {
  document.body.innerHTML = '<div id="app"><main></main><p aria-live="polite"></p></div><button id="before"></button>'
  const before = document.getElementById('before') as HTMLElement
  before.focus()
  const page = mount(Dialog, {
    props: { title: '暂停', open: true, 'onUpdate:open': (open: boolean) => page.setProps({ open }), ...props },
    slots: { default: '<input id="reason">' },
  })
  await nextTick()
  await nextTick()
  return { page, before, box: () => document.querySelector<HTMLElement>('[role=dialog]') }
}

const press = (key: string, more: KeyboardEventInit = {}) =>
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))

describe('Dialog', () => {
  it('is named by its title, hides what is beside it, and lets announcements through', async () => {
    const { box } = await opened()
    const title = document.getElementById(box()?.getAttribute('aria-labelledby') ?? '')
    expect(title?.textContent).toBe('暂停')
    expect(document.querySelector('main')?.getAttribute('aria-hidden')).toBe('true')
    expect(document.querySelector('[aria-live]')?.hasAttribute('aria-hidden')).toBe(false)
  })

  it('keeps the focus in and gives it back', async () => {
    const { page, before, box } = await opened()
    const close = box()?.querySelector('button')
    expect(document.activeElement).toBe(close)
    press('Tab', { shiftKey: true })
    expect(document.activeElement?.id).toBe('reason')
    press('Tab')
    expect(document.activeElement).toBe(close)
    before.focus()
    expect(box()?.contains(document.activeElement)).toBe(true)
    await page.setProps({ open: false })
    expect(document.activeElement).toBe(before)
    expect(document.querySelector('main')?.hasAttribute('aria-hidden')).toBe(false)
  })

  it('closes by Escape and by a press beside it, unless that would lose something', async () => {
    const { box } = await opened()
    press('Escape')
    await nextTick()
    expect(box()).toBeNull()

    const kept = await opened({ keep: true })
    document.querySelector('.overlay')?.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    await nextTick()
    expect(kept.box()).not.toBeNull()
  })

  it('hears Escape only on top', async () => {
    const lower = await opened()
    const upper = mount(Dialog, {
      props: { title: '确定？', open: true, 'onUpdate:open': (open: boolean) => upper.setProps({ open }) },
    })
    await nextTick()
    await nextTick()
    press('Escape')
    await nextTick()
    expect([upper.props('open'), lower.page.props('open')]).toEqual([false, true])
  })
})
