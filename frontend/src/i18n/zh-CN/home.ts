export const zhCN = {
  title: '首页',
  greeting: (name: string) => `${name}，您好`,
  due: '待办事项',
  caseNumber: '案号',
  dueOn: '期限',
  basis: '依据',
  nothingDue: '没有待办事项',
  nothingDueText: '到期的工作会按时限出现在这里。',
}
