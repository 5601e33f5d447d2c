/** What every field component takes; `form.at('/pointer')` fills all of it. */
export interface FieldProps {
  id?: string
  label: string
  hint?: string
  error?: string
  required?: boolean
  disabled?: boolean
}

export interface Option {
  value: string
  label: string
  hint?: string
  disabled?: boolean
}

/** Turns `{ URGENT: '紧急' }` into options, in the order of the keys. */
export function optionsOf(labels: Record<string, string>): Option[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }))
}

/** The attributes that tie a control to its label and note. */
export function controlAttributes(id: string, props: FieldProps) {
  return {
    id,
    disabled: props.disabled || undefined,
    'aria-required': props.required || undefined,
    'aria-invalid': props.error ? true : undefined,
    'aria-describedby': props.error || props.hint ? `${id}-note` : undefined,
  }
}
