import type { RouteRecordRaw } from 'vue-router'
import { home as m } from '@/i18n/home'
import { paths } from '@/paths'

export const homeRoutes: RouteRecordRaw[] = [
  {
    path: paths.home(),
    component: () => import('./Home.vue'),
    meta: { title: () => m.title, nav: { order: 10, icon: 'home' }, sensitive: true },
  },
]
