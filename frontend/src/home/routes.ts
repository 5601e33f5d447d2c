import type { RouteRecordRaw } from 'vue-router'
import { titles } from '@/i18n/titles'
import { paths } from '@/paths'

export const homeRoutes: RouteRecordRaw[] = [
  {
    path: paths.home(),
    component: () => import('./Home.vue'),
    meta: { title: () => titles.home, nav: { order: 10, icon: 'home' }, sensitive: true },
  },
]
