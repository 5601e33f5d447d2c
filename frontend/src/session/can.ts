import { me } from './session'

/**
 * Whether the signed-in person holds a permission at all. It decides what is shown; what may be done with one record
 * is decided by the server and comes with the record.
 */
export function can(permission: string | undefined): boolean {
  return permission === undefined || (me.value?.permissions ?? []).includes(permission)
}
