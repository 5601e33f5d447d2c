import type { Translation } from '../index'
import type { zhCN } from '../zh-CN/titles'

export const en: Translation<typeof zhCN> = {
  home: 'Home',
  cases: 'Cases',
  caseNew: 'New application',
  caseShow: 'Case file',
  agreementEdit: 'Draft the agreement',
  agreementSign: 'Sign the agreement',
  oralAgreement: 'Record an oral agreement',
  paper: 'Paper',
  sealQueue: 'To be sealed',
  tablet: 'Offline tablet',
  unlock: 'Unlock the tablet',
  outbox: 'Outbox',
  conflict: 'Conflict',
  lawCards: 'Law cards',
  audit: 'Journal',
  devices: 'Tablets',
  accounts: 'Accounts',
  clients: 'Integration clients',
  appointments: 'Appointments',
  myAccount: 'My account',
}
