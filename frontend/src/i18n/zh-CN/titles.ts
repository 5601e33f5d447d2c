/** Titles of pages. They travel with the shell, so that the messages of a page travel with the page. */
export const zhCN = {
  home: '首页',
  cases: '案件',
  caseNew: '登记申请',
  caseShow: '案件详情',
  agreementEdit: '起草调解协议',
  agreementSign: '签署调解协议',
  oralAgreement: '登记口头协议',
  paper: '文书',
  sealQueue: '待盖章',
  audit: '审计',
  accounts: '账号',
  clients: '对接系统',
  appointments: '调解员聘任',
  myAccount: '我的账号',
}
