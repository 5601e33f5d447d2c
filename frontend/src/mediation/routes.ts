import type { RouteRecordRaw } from 'vue-router'
import { cases as m } from '@/i18n/cases'
import { paths } from '@/paths'

export const mediationRoutes: RouteRecordRaw[] = [
  {
    path: paths.cases(),
    component: () => import('./CaseList.vue'),
    meta: {
      title: () => m.title,
      permission: 'mediation.case.list',
      nav: { order: 20, icon: 'folder' },
      sensitive: true,
    },
  },
]
