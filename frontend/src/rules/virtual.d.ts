declare module 'virtual:rules' {
  /** The address of the rules of this build, empty when it was built without them (build/offline.ts). */
  export const rulesUrl: string
}
