export const zhCN = {
  title: '账号',
}
