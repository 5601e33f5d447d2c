import type { RouteRecordRaw } from 'vue-router'
import { titles } from '@/i18n/titles'
import { paths } from '@/paths'
import { agreementRoutes } from './agreementRoutes'

export const mediationRoutes: RouteRecordRaw[] = [
  {
    path: paths.cases(),
    component: () => import('./CaseList.vue'),
    meta: {
      title: () => titles.cases,
      permission: 'mediation.case.list',
      nav: { order: 20, icon: 'folder' },
      sensitive: true,
    },
  },
  {
    path: paths.caseNew(),
    component: () => import('./CaseNew.vue'),
    meta: { title: () => titles.caseNew, permission: 'mediation.case.file', sensitive: true },
  },
  ...agreementRoutes,
  {
    path: '/cases/:id',
    component: () => import('./CaseShow.vue'),
    props: true,
    meta: { title: () => titles.caseShow, permission: 'mediation.case.read', sensitive: true },
  },
]
