import { ref, shallowReactive } from 'vue'

/**
 * Typed messages without a library.
 *
 * Paraglide was weighed and left: its compiler brings an SDK with its own database, and one message file per
 * language, in which people who add messages at the same time collide. Here a feature owns one file per
 * language; the Chinese text is the type, and an English file that misses a key or an argument does not compile.
 * Chinese travels with the page that uses it, English is loaded on demand.
 */
export type Locale = 'zh-CN' | 'en'

/** What a translation must look like: the same keys, and functions with the same arguments. */
export type Translation<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : T[K] extends string
      ? string
      : Translation<T[K]>
}

export const locale = ref<Locale>('zh-CN')

interface Book {
  show: (locale: Locale) => Promise<void>
}

const books: Book[] = []
let pending: Promise<unknown> = Promise.resolve()

/**
 * Declares the messages of a feature. Read them in templates and functions as `m.key`; taking a message out in
 * `setup` would freeze its language.
 */
export function defineMessages<T extends object>(
  zhCN: T,
  english: () => Promise<{ en: Translation<T> }>,
): Translation<T> {
  const messages = shallowReactive({ ...zhCN })
  const book: Book = {
    async show(wanted) {
      Object.assign(messages, wanted === 'en' ? (await english()).en : zhCN)
    },
  }
  books.push(book)
  if (locale.value === 'en') pending = Promise.all([pending, book.show('en')])
  return messages as Translation<T>
}

/** Resolves when the messages of every page loaded so far are there; the router waits for it before it shows a page. */
export function messagesReady(): Promise<unknown> {
  return pending
}

export async function setLocale(wanted: Locale): Promise<void> {
  await Promise.all(books.map((book) => book.show(wanted)))
  locale.value = wanted
  document.documentElement.lang = wanted
}
