import type { RouteRecordRaw } from 'vue-router'
import { cases as m } from '@/i18n/cases'
import { filing } from '@/i18n/filing'
import { paths } from '@/paths'
import { agreementRoutes } from './agreementRoutes'

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
  {
    path: paths.caseNew(),
    component: () => import('./CaseNew.vue'),
    meta: { title: () => filing.title, permission: 'mediation.case.file', sensitive: true },
  },
  ...agreementRoutes,
  {
    path: '/cases/:id',
    component: () => import('./CaseShow.vue'),
    props: true,
    meta: { title: () => m.oneFile, permission: 'mediation.case.read', sensitive: true },
  },
]
