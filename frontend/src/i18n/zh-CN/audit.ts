export const zhCN = {
  title: '审计',
}
