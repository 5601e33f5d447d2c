import { audit as m } from '@/i18n/audit'
import { admin } from '@/i18n/admin'

/** What an action is called; one this build does not know keeps its code. */
export function actionName(code: string): string {
  return (m.actions as Record<string, string>)[code] ?? code
}

export function objectName(type: string): string {
  return (m.objects as Record<string, string>)[type] ?? type
}

/** The journal keeps the roles of the moment in one line, separated by blanks. */
export function roleNames(roles: string): string {
  return roles
    .split(/\s+/)
    .filter(Boolean)
    .map((role) => (admin.roles as Record<string, string>)[role] ?? role)
    .join('、')
}
