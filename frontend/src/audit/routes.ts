import type { RouteRecordRaw } from 'vue-router'
import { titles } from '@/i18n/titles'
import { paths } from '@/paths'

export const auditRoutes: RouteRecordRaw[] = [
  {
    path: paths.audit(),
    component: () => import('./AuditTrail.vue'),
    meta: { title: () => titles.audit, permission: 'audit.read', nav: { order: 60, icon: 'shield' }, sensitive: true },
  },
]
