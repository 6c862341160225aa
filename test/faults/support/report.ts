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
