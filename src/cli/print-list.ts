import type { Session } from './session.ts'
import { alignColumns } from './table.ts'
import type { Terminal } from './terminal.ts'

/** A list's columns: the cell of each entry by the column's title. */
export type Columns<Entry> = Record<string, (entry: Entry) => string>

/** Prints a list: with --json each entry as it comes, else a table. @throws what reading the list throws */
export async function printList<Entry>(
  entries: AsyncIterable<Entry>,
  columns: Columns<Entry>,
  { json }: Session,
  terminal: Terminal,
): Promise<void> {
  const rows: string[][] = []
  for await (const entry of entries) {
    if (json) terminal.print(JSON.stringify(entry))
    else rows.push(Object.values(columns).map((cellOf) => cellOf(entry)))
  }
  if (json) return
  if (rows.length === 0) return terminal.print('There are none.')
  const titles = Object.keys(columns).map((title) => terminal.paint('bold', title))
  alignColumns([titles, ...rows]).forEach((line) => terminal.print(line))
}
