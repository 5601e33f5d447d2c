import { computed, nextTick, reactive, ref, shallowRef, useId } from 'vue'
import { ProblemError, type FieldIssue } from '@/api/problem'
import { ui as m } from '@/i18n/ui'

/** What a field must be. The key is its JSON pointer in the request body; `*` stands for any index. */
export interface Rule<V> {
  /** `pointer` names the field: entries of a list may be told apart. */
  label: (values: V, pointer: string) => string
  hint?: () => string
  required?: boolean | ((values: V, pointer: string) => boolean)
  minLength?: number
  maxLength?: number
  min?: number
  max?: number
  pattern?: RegExp
  /** Anything else; returns the sentence to show. */
  check?: (value: unknown, values: V, pointer: string) => string | undefined
}

export interface Issue {
  pointer: string
  /** The id of the control, for the link in the summary. */
  id: string
  message: string
}

interface FormOptions<V> {
  initial: V
  rules?: Record<string, Rule<V>>
}

/**
 * The state of one form: values, what is wrong with them, and what the server said.
 *
 * `v-model="form.values.title" v-bind="form.at('/title')"` gives a field its value, label, limits and error.
 * Nothing is red before the first submit; afterwards errors go away as they are mended. An error of the server
 * belongs to the value it was said about, and is silent once that value has changed.
 */
export function useForm<V extends object>(options: FormOptions<V>) {
  const prefix = useId()
  const values = reactive(structuredCopy(options.initial)) as V
  const attempted = ref(false)
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const fromServer = shallowRef<{ issue: FieldIssue; said: unknown }[]>([])
  const rules = Object.entries(options.rules ?? {})

  function ruleAt(pointer: string): Rule<V> | undefined {
    const exact = options.rules?.[pointer]
    return exact ?? options.rules?.[pointer.replace(/\/\d+(?=\/|$)/g, '/*')]
  }

  const idOf = (pointer: string) => prefix + pointer.replace(/\//g, '-')

  const issues = computed<Issue[]>(() => {
    const found: Issue[] = []
    if (attempted.value) {
      for (const [pattern, rule] of rules) {
        for (const pointer of expand(values, pattern)) {
          const message = broken(rule, pointer, values)
          if (message) found.push({ pointer, id: idOf(pointer), message })
        }
      }
    }
    for (const { issue, said } of fromServer.value) {
      if (found.some((one) => one.pointer === issue.pointer)) continue
      if (JSON.stringify(valueAt(values, issue.pointer)) !== JSON.stringify(said)) continue
      const label = ruleAt(issue.pointer)?.label(values, issue.pointer) ?? issue.pointer
      found.push({ pointer: issue.pointer, id: idOf(issue.pointer), message: issue.message || m.malformed(label) })
    }
    return found
  })

  function at(pointer: string) {
    const rule = ruleAt(pointer)
    return {
      id: idOf(pointer),
      label: rule?.label(values, pointer) ?? pointer,
      hint: rule?.hint?.(),
      required: typeof rule?.required === 'function' ? rule.required(values, pointer) : rule?.required,
      maxlength: rule?.maxLength,
      error: issues.value.find((issue) => issue.pointer === pointer)?.message,
    }
  }

  /** Checks, sends, and puts what comes back where it belongs. True when it was done. */
  async function submit(send: (values: V) => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    attempted.value = true
    failure.value = null
    fromServer.value = []
    if (issues.value.length > 0) return focusSummary()
    busy.value = true
    try {
      await send(values)
      attempted.value = false
      return true
    } catch (error) {
      failure.value = error
      if (error instanceof ProblemError) {
        fromServer.value = (error.problem.errors ?? []).map((issue) => ({
          issue,
          said: structuredCopy(valueAt(values, issue.pointer)),
        }))
      }
      return focusSummary()
    } finally {
      busy.value = false
    }
  }

  async function focusSummary(): Promise<false> {
    await nextTick()
    document.getElementById(`${prefix}_summary`)?.focus()
    return false
  }

  function reset(to: V = options.initial) {
    Object.assign(values, structuredCopy(to))
    attempted.value = false
    failure.value = null
    fromServer.value = []
  }

  /** The failure that is not already told field by field. */
  const failed = computed(() => {
    const error = failure.value
    return error instanceof ProblemError && (error.problem.errors?.length ?? 0) > 0 ? null : error
  })

  return reactive({ id: prefix, values, issues, failed, busy, at, submit, reset })
}

export type FormState = Pick<ReturnType<typeof useForm<object>>, 'id' | 'issues' | 'failed' | 'busy'>

/** Form values are JSON, and `structuredClone` is younger than the browsers we serve. */
function structuredCopy<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T)
}

/** The value a JSON pointer names. */
export function valueAt(values: unknown, pointer: string): unknown {
  let value = values
  for (const step of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[step.replace(/~1/g, '/').replace(/~0/g, '~')]
  }
  return value
}

// A pointer with a star, for the entries that are there: /parties/0/name, /parties/1/name.
function expand(values: unknown, pattern: string): string[] {
  const star = pattern.indexOf('/*')
  if (star < 0) return [pattern]
  const list = valueAt(values, pattern.slice(0, star))
  if (!Array.isArray(list)) return []
  return list.flatMap((_, i) => expand(values, `${pattern.slice(0, star)}/${i}${pattern.slice(star + 2)}`))
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

function broken<V>(rule: Rule<V>, pointer: string, values: V): string | undefined {
  const value = valueAt(values, pointer)
  const label = rule.label(values, pointer)
  const required = typeof rule.required === 'function' ? rule.required(values, pointer) : rule.required
  if (isEmpty(value)) return required ? m.isRequired(label) : rule.check?.(value, values, pointer)
  if (typeof value === 'string') {
    const length = Array.from(value).length
    if (rule.maxLength !== undefined && length > rule.maxLength) return m.tooLong(label, rule.maxLength)
    if (rule.minLength !== undefined && length < rule.minLength) return m.tooShort(label, rule.minLength)
    if (rule.pattern && !rule.pattern.test(value)) return m.malformed(label)
  }
  if (typeof value === 'number') {
    if (rule.min !== undefined && value < rule.min) return m.tooSmall(label, String(rule.min))
    if (rule.max !== undefined && value > rule.max) return m.tooLarge(label, String(rule.max))
  }
  return rule.check?.(value, values, pointer)
}
