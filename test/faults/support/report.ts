import type { Audit } from './audit.ts'

/** One line of the table at a test's end. */
export interface Figures {
  faults: string
  audit: Audit
  /** Attempts that were on their way when something was killed, all kills together. */
  inFlight: number
  more?: string
}

/** Prints what the fault tests are for. */
export function printFigures(title: string, { faults, audit, inFlight, more }: Figures): void {
  const rows: [string, string | number][] = [
    ['faults', faults],
    ['deliveries', audit.deliveries],
    ['attempts', audit.attempts],
    ['lost', audit.lost.length],
    ['duplicated', audit.duplicated],
    ['in flight at kills', inFlight],
    ['interrupted', audit.interrupted],
    ...(more ? [['also', more] as [string, string]] : []),
  ]
  const lines = rows.map(([name, value]) => `  ${name.padEnd(20)}${value}`)
  console.log(`\n${title}\n${lines.join('\n')}\n`)
}

/** Prints a table with a title and the heads of its columns. */
export function printTable(title: string, heads: string[], rows: (string | number)[][]): void {
  const all = [heads, ...rows.map((row) => row.map(String))]
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`)
  console.log(`\n${title}\n${lines.join('\n')}\n`)
}
