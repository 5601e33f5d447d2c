import { expect, it } from 'vitest'
import { paths } from './paths'

it('every address is what it was', () => {
  expect({
    home: paths.home(),
    signIn: paths.signIn(),
    signInNext: paths.signIn({ next: '/cases/1?tab=a' }),
    cases: paths.cases(),
    casesFound: paths.cases({ q: '王 秀兰', state: 'APPLIED' }),
    caseNew: paths.caseNew(),
    caseShow: paths.caseShow('0199/a'),
    audit: paths.audit(),
    accounts: paths.accounts(),
  }).toMatchInlineSnapshot(`
    {
      "accounts": "/accounts",
      "audit": "/audit",
      "caseNew": "/cases/new",
      "caseShow": "/cases/0199%2Fa",
      "cases": "/cases",
      "casesFound": "/cases?q=%E7%8E%8B+%E7%A7%80%E5%85%B0&state=APPLIED",
      "home": "/",
      "signIn": "/sign-in",
      "signInNext": "/sign-in?next=%2Fcases%2F1%3Ftab%3Da",
    }
  `)
})
