// @vitest-environment node
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'
import { describe, expect, it } from 'vitest'

const document = new URL('../../../openapi/openapi.json', import.meta.url)

describe('the generated types', () => {
  it.runIf(existsSync(fileURLToPath(document)))(
    'are those of openapi.json (write them with: npm run schema)',
    async () => {
      const body = (ast: string) => ast.replace(/^\/\*\*[\s\S]*?\*\/\s*/, '').trim()
      const fresh = astToString(
        await openapiTS(document, { alphabetize: true, rootTypes: true, rootTypesNoSchemaPrefix: true }),
      )
      const committed = readFileSync(new URL('./schema.ts', import.meta.url), 'utf8')
      expect(body(committed) === body(fresh), 'src/api/schema.ts is out of date: run `npm run schema`').toBe(true)
    },
  )
})
