import { nextTick, watch } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { locale, messagesReady } from '@/i18n'
import { shell as m } from '@/i18n/shell'
import { adminRoutes } from '@/admin/routes'
import { auditRoutes } from '@/audit/routes'
import { homeRoutes } from '@/home/routes'
import { mediationRoutes } from '@/mediation/routes'
import { field } from '@/offline/state'
import { paths } from '@/paths'
import { me, sessionKnown, whenSignedOut } from '@/session/session'
import { staleBuild } from '@/staleBuild'
import { tabletRoutes } from '@/tablet/routes'
import { announce } from '@/ui/announce'

/** Each feature brings its own list; a route says its title, its permission, and whether it shows personal data. */
const routes: RouteRecordRaw[] = [
  {
    path: paths.signIn(),
    component: () => import('@/session/SignIn.vue'),
    meta: { title: () => m.signIn, open: true },
  },
  ...homeRoutes,
  ...mediationRoutes,
  ...adminRoutes,
  ...auditRoutes,
  ...tabletRoutes,
  { path: '/:rest(.*)*', component: () => import('@/NotFound.vue'), meta: { title: () => m.notFoundTitle } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

/** Where one comes in: a device that is set up has a door of its own; one that was erased says so there. */
function door(next: string): string {
  const query = next === '/' ? {} : { next }
  return field.state === 'locked' || field.state === 'wiped' ? paths.unlock(query) : paths.signIn(query)
}

router.beforeEach(async (to) => {
  await sessionKnown()
  if (me.value && to.path === paths.signIn()) return paths.home()
  if (!me.value && !to.meta.open) return door(to.fullPath)
  return true
})

router.beforeResolve(async () => {
  await messagesReady()
})

function nameWindow() {
  document.title = `${router.currentRoute.value.meta.title()} · ${m.product}`
}

watch(locale, nameWindow, { flush: 'post' })

router.afterEach(async (to, from, failure) => {
  if (failure) return
  const title = to.meta.title()
  nameWindow()
  const first = from.matched.length === 0
  if (first || to.path === from.path) return
  announce(title)
  await nextTick()
  // The next Tab starts at the new page, not where the old link was.
  document.querySelector<HTMLElement>('h1[tabindex], main[tabindex]')?.focus({ preventScroll: true })
})

// After an update the old build's files are gone: say so, instead of showing nothing.
router.onError((error) => {
  if (/import|fetch|load/i.test(String(error))) staleBuild.value = true
})

whenSignedOut(() => {
  const here = router.currentRoute.value
  if (here.meta.open !== true) void router.replace(door(here.fullPath))
})
