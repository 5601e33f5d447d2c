export const zhCN = {
  title: '案件',
}
