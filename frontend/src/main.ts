import './shims'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import App from './App.vue'
import { queryClient } from './api/queryClient'
import { guardWindow } from './drafts/drafts'
import { router } from './routes'
import './ui/tokens.css'
import './ui/base.css'
import './ui/print.css'

guardWindow()
createApp(App).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
