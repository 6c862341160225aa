import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figures.ts'
import { formatTable } from './report.ts'

const FOLDER = join(import.meta.dirname, 'results')

const loadAtStart = loadavg()

/** Prints the table and writes `bench/results/<name>.json`: the figures and what they were measured on. */
export function publishResults(name: string, figures: readonly Figure[]): void {
  const machine = {
    processor: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    /** Above the number of cores, others were at work: compare ratios only. */
    loadAtStart: loadAtStart[0],
    date: new Date().toISOString(),
  }
  console.log(formatTable(figures))
  console.log(
    `\n${machine.processor}, ${machine.cores} cores, Node ${machine.node}, load at start ${loadAtStart[0]}`,
  )
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, `${name}.json`), JSON.stringify({ machine, figures }, null, 2) + '\n')
}
