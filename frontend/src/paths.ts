/** Every address of the web app, as one typed function: no page writes a path by hand. */
export const paths = {
  home: () => '/',
  signIn: (query: { next?: string } = {}) => withQuery('/sign-in', query),

  cases: (query: { q?: string; state?: string; cursor?: string } = {}) => withQuery('/cases', query),
  caseNew: () => '/cases/new',
  caseShow: (id: string) => `/cases/${encodeURIComponent(id)}`,

  audit: () => '/audit',
  accounts: () => '/accounts',
}

function withQuery(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`
}
