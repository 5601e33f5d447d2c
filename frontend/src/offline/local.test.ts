import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { timeless } from './local'

interface Document {
  paths: Record<string, { post?: { requestBody?: { content: Record<string, { schema: { $ref?: string } }> } } }>
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> }
}

const openapi = JSON.parse(readFileSync('../openapi/openapi.json', 'utf8')) as Document

describe('the time of a step', () => {
  it('is added to every step that can say when it was done, and to no other', () => {
    const steps = Object.entries(openapi.paths).flatMap(([path, { post }]) => {
      const step = /^\/api\/v1\/mediation\/cases\/\{id\}\/([a-z-]+)$/.exec(path)?.[1]
      const name = post?.requestBody?.content['application/json']?.schema.$ref?.split('/').pop()
      return step && name ? [{ step, dated: 'occurredAt' in (openapi.components.schemas[name]?.properties ?? {}) }] : []
    })
    expect(steps.length).toBeGreaterThan(30)
    const undated = steps.filter(({ dated }) => !dated).map(({ step }) => step)
    expect(undated.filter((step) => step !== 'attachments').sort()).toEqual([...timeless].sort())
  })
})
