import type { RouteRecordRaw } from 'vue-router'
import { titles } from '@/i18n/titles'
import { paths } from '@/paths'

/** From the draft of an agreement to its seal, and the papers of a file. */
export const agreementRoutes: RouteRecordRaw[] = [
  {
    path: '/cases/:id/agreement',
    component: () => import('./AgreementEdit.vue'),
    props: true,
    meta: { title: () => titles.agreementEdit, permission: 'mediation.case.mediate', sensitive: true },
  },
  {
    path: '/cases/:id/sign',
    component: () => import('./AgreementSign.vue'),
    props: true,
    meta: { title: () => titles.agreementSign, permission: 'mediation.case.mediate', sensitive: true },
  },
  {
    path: '/cases/:id/oral-agreement',
    component: () => import('./OralAgreement.vue'),
    props: true,
    meta: { title: () => titles.oralAgreement, permission: 'mediation.case.mediate', sensitive: true },
  },
  {
    path: '/cases/:id/papers/:paperId',
    component: () => import('./PaperShow.vue'),
    props: true,
    meta: { title: () => titles.paper, permission: 'mediation.case.print', sensitive: true },
  },
  {
    path: paths.sealQueue(),
    component: () => import('./SealQueue.vue'),
    meta: {
      title: () => titles.sealQueue,
      permission: 'mediation.agreement.seal',
      nav: { order: 15, icon: 'pen' },
      sensitive: true,
    },
  },
]
