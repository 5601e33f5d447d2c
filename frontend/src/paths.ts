/** Every address of the web app, as one typed function: no page writes a path by hand. */
export const paths = {
  home: () => '/',
  signIn: (query: { next?: string } = {}) => withQuery('/sign-in', query),
  /** The door of an enrolled device. */
  unlock: (query: { next?: string } = {}) => withQuery('/unlock', query),

  /** This device: enrolled, what it carries, given back. */
  tablet: () => '/tablet',
  outbox: () => '/outbox',
  /** One item of the outbox that both sides changed, by its number on this device. */
  conflict: (seq: number | string) => `/outbox/${encodeURIComponent(String(seq))}/conflict`,
  lawCards: (query: { q?: string; part?: string } = {}) => withQuery('/law-cards', query),

  cases: (query: { q?: string; state?: string; order?: string; cursor?: string } = {}) => withQuery('/cases', query),
  caseNew: () => '/cases/new',
  caseShow: (id: string, query: { tab?: string; step?: string } = {}) =>
    withQuery(`/cases/${encodeURIComponent(id)}`, query),
  paperShow: (id: string, paper: string) => `/cases/${encodeURIComponent(id)}/papers/${encodeURIComponent(paper)}`,
  agreementEdit: (id: string) => `/cases/${encodeURIComponent(id)}/agreement`,
  agreementSign: (id: string) => `/cases/${encodeURIComponent(id)}/sign`,
  oralAgreement: (id: string) => `/cases/${encodeURIComponent(id)}/oral-agreement`,
  sealQueue: (query: { case?: string } = {}) => withQuery('/seal', query),
  /** Made by the server: opened by a FileLink. */
  receiptPdf: (id: string) => `/api/v1/mediation/cases/${encodeURIComponent(id)}/receipt`,
  paperPdf: (id: string, paper: string) => paperFile(id, paper, 'pdf'),
  paperDocx: (id: string, paper: string) => paperFile(id, paper, 'docx'),
  attachmentContent: (id: string, file: string) =>
    `/api/v1/mediation/cases/${encodeURIComponent(id)}/attachments/${encodeURIComponent(file)}/content`,
  volumePdf: (id: string) => `/api/v1/mediation/cases/${encodeURIComponent(id)}/volume`,

  audit: (query: { actorId?: string; objectId?: string; action?: string; decision?: string } = {}) =>
    withQuery('/audit', query),
  accounts: (query: { new?: string } = {}) => withQuery('/accounts', query),
  accountShow: (id: string) => `/accounts/${encodeURIComponent(id)}`,
  clients: () => '/integration-clients',
  devices: () => '/devices',
  appointments: () => '/appointments',
  myAccount: () => '/me',
}

function paperFile(id: string, paper: string, kind: 'pdf' | 'docx'): string {
  return `/api/v1/mediation/cases/${encodeURIComponent(id)}/papers/${encodeURIComponent(paper)}/${kind}`
}

function withQuery(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`
}
