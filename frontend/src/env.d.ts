import 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Page title; a function, so that it follows the language. */
    title: () => string
    /** The permission without which the page answers "no access". */
    permission?: string
    /** Shown in the navigation; `order` sorts, `icon` names one of `ui/Icon.vue`, `when` hides it for a while. */
    nav?: { order: number; icon: string; label?: () => string; when?: () => boolean }
    /** The page shows personal data: blurred after a minute without a touch. */
    sensitive?: boolean
    /** The page is open to people who are not signed in. */
    open?: boolean
  }
}
