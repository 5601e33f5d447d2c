import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useCaptures } from '@/offline/captures'
import { field, outboxItems } from '@/offline/state'
import type { OutboxItem } from '@/offline/types'
import Conflict from './Conflict.vue'
import Outbox from './Outbox.vue'
import { item } from './samples'

const acts = vi.hoisted(() => ({ retry: vi.fn(), drop: vi.fn(), resolve: vi.fn(), syncNow: vi.fn() }))
vi.mock('@/offline/device', () => ({ ...acts, carriedFiles: async () => [] }))
// The words of the steps come from the server; codes do without.
vi.mock('@/api/client', () => ({ api: { GET: vi.fn() }, read: () => new Promise(() => undefined) }))

const refused: OutboxItem['problem'] = {
  type: '/problems/step',
  title: '现在还不能办理',
  status: 422,
  code: 'mediation.step.refused',
  blockers: [
    { code: 'a', title: '调解员聘任无效', basis: '《人民调解法》第13、14条' },
    { code: 'b', title: '有当事人明确拒绝调解', basis: '《人民调解法》第3条' },
  ],
}
const conflict: OutboxItem['problem'] = {
  type: '/problems/conflict',
  title: '两处改了同一内容',
  status: 409,
  code: 'conflict',
  conflicts: [
    {
      pointer: '/parties/0/phones/0',
      label: '王芳的电话',
      base: '139',
      mine: '138',
      theirs: '137',
      byName: '吴站长',
    },
    {
      pointer: '/marriage',
      label: '婚姻状态',
      base: 'MARRIED',
      mine: 'A_B_C',
      theirs: 'DIVORCED',
    },
  ],
}

async function show(component: typeof Outbox | typeof Conflict, props: Record<string, unknown> = {}) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<div />' } }],
  })
  const page = mount(component, {
    props: props as never,
    global: { plugins: [router, [VueQueryPlugin, { queryClient: new QueryClient() }]] },
    attachTo: document.body,
  })
  await flushPromises()
  // The parts that come on demand.
  await vi.dynamicImportSettled()
  await flushPromises()
  return { page, router }
}

beforeEach(() => Object.assign(field, { state: 'open', enrolled: true, online: true }))
afterEach(() => {
  outboxItems.value = []
  Object.assign(field, { state: 'none', enrolled: false, online: true })
  document.body.innerHTML = ''
})

const button = (page: Awaited<ReturnType<typeof show>>['page'], words: string) =>
  page.findAll('button').find((one) => one.text().includes(words))

it('a refused item shows all its reasons with their law, and every way on', async () => {
  outboxItems.value = [item({ seq: 1, state: 'PARKED', problem: refused })]
  const { page } = await show(Outbox)
  const text = page.text()
  for (const words of ['被退回', '调解员聘任无效', '依据：《人民调解法》第13、14条', '有当事人明确拒绝调解']) {
    expect(text).toContain(words)
  }
  for (const way of ['原样再传', '修改后再传', '放弃']) expect(button(page, way)).toBeDefined()
  await button(page, '原样再传')?.trigger('click')
  await vi.dynamicImportSettled()
  expect(acts.retry).toHaveBeenCalledWith(1)
})

it('what the server took from this person cannot be done anew, but is told and kept', async () => {
  outboxItems.value = [item({ seq: 1, state: 'PARKED', problem: refused, withdrawn: 'REASSIGNED' })]
  const { page } = await show(Outbox)
  expect(page.text()).toContain('案件已改派，现在由其他调解员办理')
  expect(button(page, '修改后再传')).toBeUndefined()
  expect(button(page, '放弃')).toBeDefined()
})

it('a record that is no file shows what was entered and is corrected in its own form', async () => {
  useCaptures([
    {
      kind: 'ENTRY',
      path: /^\/entries$/,
      step: 'OTHER',
      numbered: true,
      form: () => '/entries/new',
      words: () => ({ village: '来访人所在村' }),
    },
  ])
  const entry = { capture: 'ENTRY', step: 'OTHER', recordId: 'e1', body: '{"id":"e1","village":"柳树村"}' }
  outboxItems.value = [
    item({ seq: 1, state: 'PARKED', problem: refused, temporaryNumber: 'T-3-1', ...entry }),
    item({ seq: 2, temporaryNumber: 'T-3-2', ...entry, recordId: 'e2' }),
  ]
  const { page, router } = await show(Outbox)
  expect(page.text()).toContain('调解员聘任无效')
  expect(page.get('.group h3').text()).toBe('T-3-2')
  expect(page.findAll('a').filter((link) => link.attributes('href')?.startsWith('/cases/'))).toEqual([])
  await button(page, '查看填写的内容')?.trigger('click')
  await vi.dynamicImportSettled()
  await flushPromises()
  expect(page.get('.told').text()).toContain('来访人所在村柳树村')
  await button(page, '修改后再传')?.trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/entries/new?redo=1')
  expect(acts.drop).not.toHaveBeenCalled()
  useCaptures([])
})

it('the issued number stands beside the temporary one', async () => {
  const doneAt = new Date().toISOString()
  const number = '（2026）云溪婚人调字第0007号'
  outboxItems.value = [item({ seq: 3, step: 'file', state: 'DONE', doneAt, temporaryNumber: 'T-1-3', number })]
  const { page } = await show(Outbox)
  expect(page.text()).toContain(`T-1-3 已正式编号：${number}`)
  expect(page.text()).toContain('没有待传的内容')
})

it('a locked tablet shows nothing of the outbox', async () => {
  field.state = 'locked'
  const { page } = await show(Outbox)
  expect(page.text()).toContain('平板已锁定')
  expect(page.find('.entry').exists()).toBe(false)
})

it('a conflict is sent only when every field is decided', async () => {
  outboxItems.value = [item({ seq: 6, step: 'correct-particulars', state: 'CONFLICT', problem: conflict })]
  const { page, router } = await show(Conflict, { seq: '6' })
  expect(page.text()).toContain('王芳的电话')
  expect(page.text()).toContain('吴站长')

  await page.get('form').trigger('submit')
  expect(acts.resolve).not.toHaveBeenCalled()
  expect(page.text()).toContain('还有 2 处没有决定')

  await page.get('input[value=OTHER]').setValue()
  await page.get('textarea').setValue('136')
  await page.findAll('input[value=THEIRS]')[1]?.setValue()
  await page.get('form').trigger('submit')
  await flushPromises()
  expect(acts.resolve).toHaveBeenCalledWith(6, [
    { pointer: '/parties/0/phones/0', take: 'OTHER', value: '136' },
    { pointer: '/marriage', take: 'THEIRS' },
  ])
  expect(router.currentRoute.value.path).toBe('/outbox')
})

it('a conflict that is settled meanwhile is not asked about again', async () => {
  outboxItems.value = [item({ seq: 6, state: 'DONE', doneAt: new Date().toISOString() })]
  const { page } = await show(Conflict, { seq: '6' })
  expect(page.text()).toContain('这项冲突已经处理完')
})
