import { afterEach, describe, expect, it } from 'vitest'
import { effectScope, nextTick, reactive } from 'vue'
import { claimDrafts, discardDrafts, hasDrafts, useDraft } from './drafts'

afterEach(discardDrafts)

function page() {
  const scope = effectScope()
  const values = reactive({ title: '' })
  const draft = scope.run(() => useDraft('case-new', values))
  return { values, draft, leave: () => scope.stop() }
}

describe('a draft', () => {
  it('comes back after the page was left', () => {
    const first = page()
    first.values.title = '彩礼纠纷'
    first.leave()
    const second = page()
    expect(second.values.title).toBe('彩礼纠纷')
    expect(second.draft?.restored).toBe(true)
    expect(hasDrafts.value).toBe(true)
  })

  it('is nothing while nothing was entered, and nothing once submitted', async () => {
    const first = page()
    expect(hasDrafts.value).toBe(false)
    first.values.title = '彩礼纠纷'
    first.draft?.discard()
    first.values.title = ''
    await nextTick()
    expect(hasDrafts.value).toBe(false)
    expect(page().draft?.restored).toBe(false)
  })

  it('is not shown to another person', () => {
    claimDrafts('a')
    page().values.title = '彩礼纠纷'
    claimDrafts('a')
    expect(hasDrafts.value).toBe(true)
    claimDrafts('b')
    expect(hasDrafts.value).toBe(false)
  })

  it('lies nowhere on the device', () => {
    page().values.title = '彩礼纠纷'
    expect(window['localStorage'].length + window['sessionStorage'].length).toBe(0)
  })
})
