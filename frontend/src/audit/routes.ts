import type { RouteRecordRaw } from 'vue-router'
import { audit as m } from '@/i18n/audit'
import { paths } from '@/paths'

export const auditRoutes: RouteRecordRaw[] = [
  {
    path: paths.audit(),
    component: () => import('./AuditTrail.vue'),
    meta: { title: () => m.title, permission: 'audit.read', nav: { order: 60, icon: 'shield' }, sensitive: true },
  },
]
