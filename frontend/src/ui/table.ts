export interface Column<Row> {
  key: string
  label: string
  /** Text of the cell; a slot `cell-<key>` shows anything else. */
  text?: (row: Row) => string | number | null | undefined
  align?: 'start' | 'end'
  /** The server can sort by it: the name it is sorted by. */
  sort?: string
  /** Left out on a tablet. */
  wide?: boolean
  nowrap?: boolean
}

/** `name` ascending, `-name` descending: the server's own spelling. */
export function nextSort(current: string | undefined, name: string): string {
  return current === name ? `-${name}` : name
}
