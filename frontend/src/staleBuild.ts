import { ref } from 'vue'

/** A page of this build could not be loaded: the server has a newer one. The user reloads when the form is done. */
export const staleBuild = ref(false)
