import { mount } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '@/api/problem'
import { useForm } from './form'

function form() {
  let made!: ReturnType<typeof start>
  const start = () =>
    useForm({
      initial: { title: '', months: null as number | null, parties: [{ name: '' }] },
      rules: {
        '/title': { label: () => '标题', required: true, maxLength: 4 },
        '/months': { label: () => '月数', min: 1, max: 12 },
        '/parties/*/name': { label: () => '姓名', required: true },
      },
    })
  mount(
    defineComponent(() => {
      made = start()
      return () => h('div', { id: `${made.id}_summary`, tabindex: -1 })
    }),
    { attachTo: document.body },
  )
  return made
}

const never = async () => {
  throw new Error('sent')
}

describe('useForm', () => {
  it('says nothing before the first submit', () => {
    expect(form().issues).toEqual([])
  })

  it('refuses what is missing, in arrays too, focuses the summary, and sends nothing', async () => {
    const it = form()
    expect(await it.submit(never)).toBe(false)
    expect(it.issues.map((issue) => issue.pointer)).toEqual(['/title', '/parties/0/name'])
    expect(it.at('/title').error).toBe('请填写标题')
    expect(document.activeElement?.id).toBe(`${it.id}_summary`)
  })

  it('counts Chinese characters, also rare ones, as one', async () => {
    const it = form()
    Object.assign(it.values, { title: '赵䶮堃𠮷', parties: [{ name: '甲' }] })
    expect(await it.submit(async () => undefined)).toBe(true)
  })

  it('keeps numbers within their limits', async () => {
    const it = form()
    Object.assign(it.values, { title: '抚养费', months: 13, parties: [{ name: '甲' }] })
    await it.submit(never)
    expect(it.at('/months').error).toBe('月数不能大于 12')
  })

  it('puts what the server said onto the field until its value changes', async () => {
    const it = form()
    Object.assign(it.values, { title: '抚养费', parties: [{ name: '甲' }] })
    const refused = new ProblemError({
      type: '',
      title: '内容有误',
      status: 422,
      code: 'invalid',
      errors: [{ pointer: '/parties/0/name', code: 'name', message: '姓名至少两个字' }],
    })
    expect(await it.submit(() => Promise.reject(refused))).toBe(false)
    expect(it.at('/parties/0/name').error).toBe('姓名至少两个字')
    expect(it.failed).toBeNull()
    it.values.parties = [{ name: '甲乙' }]
    expect(it.issues).toEqual([])
  })

  it('keeps a refusal that is about no field', async () => {
    const it = form()
    Object.assign(it.values, { title: '抚养费', parties: [{ name: '甲' }] })
    const refused = new ProblemError({ type: '', title: '不能受理', status: 409, code: 'guards' })
    await it.submit(() => Promise.reject(refused))
    expect(it.failed).toBe(refused)
  })
})
