import type { RouteRecordRaw } from 'vue-router'
import { titles } from '@/i18n/titles'
import { paths } from '@/paths'

export const adminRoutes: RouteRecordRaw[] = [
  {
    path: paths.accounts(),
    component: () => import('./AccountList.vue'),
    meta: { title: () => titles.accounts, permission: 'identity.account.list', nav: { order: 70, icon: 'people' } },
  },
  {
    path: '/accounts/:id',
    component: () => import('./AccountShow.vue'),
    props: true,
    meta: { title: () => titles.accounts, permission: 'identity.account.list' },
  },
  {
    path: paths.clients(),
    component: () => import('./ClientList.vue'),
    meta: { title: () => titles.clients, permission: 'identity.client.list', nav: { order: 75, icon: 'link' } },
  },
  {
    path: paths.devices(),
    component: () => import('./DeviceList.vue'),
    meta: { title: () => titles.devices, permission: 'identity.device.list', nav: { order: 72, icon: 'tablet' } },
  },
  {
    path: paths.appointments(),
    component: () => import('./AppointmentList.vue'),
    meta: {
      title: () => titles.appointments,
      permission: 'mediation.appointment.read',
      nav: { order: 50, icon: 'badge' },
    },
  },
  {
    path: paths.myAccount(),
    component: () => import('./MyAccount.vue'),
    meta: {
      title: () => titles.myAccount,
      permission: 'identity.me.change_password',
      nav: { order: 90, icon: 'person' },
    },
  },
]
