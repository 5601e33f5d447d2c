/** What the device itself says; its pages have files of their own. */
export const zhCN = {
  storageFull: '平板的存储空间已满，这一步没有保存。',
  storageFullHelp:
    '已填写的内容还在表单里。请清理平板上的其他应用或照片，或者连上网络让待上传的内容先传走，再提交一次。',
  settled: '退回的那一项已经处理完，这次修改没有上传。',
  settledHelp: '可能刚才已经原样再传或者放弃。请到“待传与处理”查看。',
  locked: '平板已锁定，请先解锁。',
  damaged: '平板上保存的这份附件读不出来了。',
}
