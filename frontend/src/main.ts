import './shims'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp, watch } from 'vue'
import App from './App.vue'
import { queryClient } from './api/queryClient'
import { guardWindow } from './drafts/drafts'
import { locale } from './i18n'
import { router } from './routes'
import './tablet/install'
import './ui/tokens.css'
import './ui/base.css'
import './ui/print.css'

guardWindow()
// Reasons and titles are written by the server, in the language that is asked for.
watch(locale, () => void queryClient.invalidateQueries())
createApp(App).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
