import type { RouteRecordRaw } from 'vue-router'
import { titles } from '@/i18n/titles'
import { field } from '@/offline/state'
import { paths } from '@/paths'

/** The device: set up, unlocked, what it has to send and what must be decided; and what is read in the field. */
export const tabletRoutes: RouteRecordRaw[] = [
  {
    path: paths.unlock(),
    component: () => import('./Unlock.vue'),
    meta: { title: () => titles.unlock, open: true },
  },
  {
    path: paths.tablet(),
    component: () => import('./TabletShow.vue'),
    meta: { title: () => titles.tablet, permission: 'identity.device.enrol', nav: { order: 60, icon: 'tablet' } },
  },
  {
    path: paths.outbox(),
    component: () => import('./Outbox.vue'),
    meta: {
      title: () => titles.outbox,
      nav: { order: 30, icon: 'send', when: () => field.state === 'open' || field.state === 'locked' },
      sensitive: true,
    },
  },
  {
    path: '/outbox/:seq/conflict',
    component: () => import('./Conflict.vue'),
    props: true,
    meta: { title: () => titles.conflict, sensitive: true },
  },
  {
    path: paths.lawCards(),
    component: () => import('./LawCards.vue'),
    meta: { title: () => titles.lawCards, permission: 'mediation.case.read', nav: { order: 40, icon: 'book' } },
  },
]
