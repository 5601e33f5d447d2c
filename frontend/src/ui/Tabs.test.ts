import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import Tabs from './Tabs.vue'

describe('Tabs', () => {
  it('opens the next by an arrow, and only the open one has its panel', async () => {
    const page = mount(Tabs, {
      props: {
        label: '案件内容',
        tabs: [
          { key: 'overview', label: '概览' },
          { key: 'papers', label: '文书', count: 3 },
        ],
        modelValue: 'overview',
        'onUpdate:modelValue': (modelValue: string) => page.setProps({ modelValue }),
      },
      slots: { overview: '<p>概况</p>', papers: '<p>申请书</p>' },
      attachTo: document.body,
    })
    expect(page.get('[role=tabpanel]').text()).toBe('概况')
    await page.get('[role=tablist]').trigger('keydown', { key: 'ArrowRight' })
    await page.vm.$nextTick()
    expect(page.get('[role=tabpanel]').text()).toBe('申请书')
    expect(document.activeElement?.textContent).toContain('文书')
    await page.get('[role=tablist]').trigger('keydown', { key: 'ArrowRight' })
    expect(page.props('modelValue')).toBe('overview')
    expect(page.findAll('[role=tab]').map((tab) => tab.attributes('tabindex'))).toEqual(['0', '-1'])
  })
})
