import { mount, RouterLinkStub } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { OfflineError } from '@/api/problem'
import DataTable from './DataTable.vue'

const push = vi.fn()
vi.mock('vue-router', async (original) => ({ ...(await original<object>()), useRouter: () => ({ push }) }))

interface Row {
  id: string
  title: string
}

const rows: Row[] = [
  { id: '1', title: '彩礼纠纷' },
  { id: '2', title: '赡养纠纷' },
]

function table(props: Record<string, unknown>) {
  return mount(DataTable<Row>, {
    props: {
      caption: '案件',
      columns: [
        { key: 'title', label: '标题', sort: 'title', text: (row: Row) => row.title },
        { key: 'id', label: '编号', text: (row: Row) => row.id },
      ],
      rows: [],
      rowKey: (row: Row) => row.id,
      ...props,
    },
    global: { stubs: { RouterLink: RouterLinkStub } },
  })
}

describe('DataTable', () => {
  it('keeps the place of the rows while they load', () => {
    const list = table({ loading: true, skeletonRows: 5 })
    expect(list.findAll('tbody tr')).toHaveLength(5)
    expect(list.get('table').attributes('aria-busy')).toBe('true')
    expect(list.get('[role="status"]').text()).toBe('加载中…')
  })

  it('says that there is nothing', () => {
    expect(table({ emptyTitle: '没有案件' }).text()).toContain('没有案件')
  })

  it('says what failed, and tries again', async () => {
    const list = table({ error: new OfflineError() })
    expect(list.get('[role="alert"]').text()).toContain('无法连接服务器')
    await list.get('[role="alert"] button').trigger('click')
    expect(list.emitted('retry')).toHaveLength(1)
  })

  it('shows rows, each a link in its first cell', async () => {
    const list = table({ rows, rowTo: (row: Row) => `/cases/${row.id}` })
    const links = list.findAllComponents(RouterLinkStub)
    expect(links.map((link) => link.props('to'))).toEqual(['/cases/1', '/cases/2'])
    await list.findAll('tbody td')[3]?.trigger('click')
    expect(push).toHaveBeenCalledWith('/cases/2')
    expect(list.text()).toContain('已显示 2 条')
  })

  it('loads more, and keeps the rows when that fails', async () => {
    const list = table({ rows, hasMore: true, error: new OfflineError() })
    expect(list.findAll('tbody tr')).toHaveLength(2)
    await list.get('.foot button').trigger('click')
    expect(list.emitted('more')).toHaveLength(1)
    expect(list.find('[role="alert"]').exists()).toBe(true)
  })

  it('sorts up, then down', async () => {
    const list = table({ rows, sort: 'title' })
    expect(list.get('th').attributes('aria-sort')).toBe('ascending')
    await list.get('th button').trigger('click')
    expect(list.emitted('update:sort')).toEqual([['-title']])
  })
})
