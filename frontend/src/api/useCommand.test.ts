import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { defineComponent } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { Command } from './client'
import { OfflineError, ProblemError } from './problem'
import { useCommand } from './useCommand'

function command(answers: (() => Promise<{ data?: string; response: Response }>)[]) {
  const keys: string[] = []
  const call = vi.fn((_body: { note: string }, sent: Command) => {
    keys.push(sent.key)
    return answers[keys.length - 1]?.() ?? Promise.reject(new Error('one call too many'))
  })
  let made!: ReturnType<typeof useCommand<{ note: string }, string>>
  mount(
    defineComponent(() => {
      made = useCommand(call)
      return () => null
    }),
    { global: { plugins: [[VueQueryPlugin, { queryClient: new QueryClient() }]] } },
  )
  return { made, keys }
}

const lost = () => Promise.reject(new OfflineError())
const refused = () => Promise.reject(new ProblemError({ type: '', title: '', status: 409, code: 'guards' }))
const done = async () => ({ data: 'done', response: new Response(null, { headers: { ETag: '"2"' } }) })

describe('a command', () => {
  it('is the same command when it is sent again after an outage', async () => {
    const { made, keys } = command([lost, done])
    await expect(made.run({ note: '甲' })).rejects.toBeInstanceOf(OfflineError)
    expect(await made.run({ note: '甲' })).toEqual({ value: 'done', etag: '"2"' })
    expect(keys[0]).toBe(keys[1])
  })

  it('is another command when the content is another', async () => {
    const { made, keys } = command([lost, done])
    await expect(made.run({ note: '甲' })).rejects.toBeInstanceOf(OfflineError)
    await made.run({ note: '乙' })
    expect(keys[0]).not.toBe(keys[1])
  })

  it('is another command after a refusal, and after it was done', async () => {
    const { made, keys } = command([refused, done, done])
    await expect(made.run({ note: '甲' })).rejects.toBeInstanceOf(ProblemError)
    await made.run({ note: '甲' })
    await made.run({ note: '甲' })
    expect(new Set(keys).size).toBe(3)
  })
})
