import { readFileSync, writeFileSync } from 'node:fs'
import { parseSettings, settingsSchema } from '../src/settings/settings.ts'

/** Writes README's table of settings from src/settings/settings.ts; with `--check` only says whether it is up to date. */
const README = new URL('../README.md', import.meta.url)
const [BEGIN, END] = ['<!-- settings: written by npm run generate -->', '<!-- end of settings -->']

/** One row for each setting: its name, its default and what it is. */
export function settingsTable(): string {
  const defaults: Record<string, unknown> = parseSettings({})
  const rows = Object.entries(settingsSchema.shape).map(([name, { description = '' }]) => [
    `\`${name}\``,
    describeDefault(defaults[name]),
    description.replaceAll('|', '\\|'),
  ])
  const table = [['setting', 'default', 'what it is'], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(table[0]!), rule, ...table.slice(1).map(line)].join('\n')
}

function describeDefault(value: unknown): string {
  return typeof value === 'object' || value === undefined
    ? ''
    : `\`${JSON.stringify(value).replaceAll('"', '')}\``
}

/** README's text with the table as it should be. Throws when the markers are missing. */
export function withTable(readme: string): string {
  const [before, rest = ''] = readme.split(BEGIN)
  const [, after] = rest.split(END)
  if (before === undefined || after === undefined) throw new Error(`README.md needs "${BEGIN}" and "${END}".`)
  return `${before}${BEGIN}\n\n${settingsTable()}\n\n${END}${after}`
}

if (import.meta.main) {
  const readme = readFileSync(README, 'utf8')
  const wanted = withTable(readme)
  if (process.argv.includes('--check')) {
    if (readme !== wanted) {
      console.error("README.md's table of settings is out of date. Run: npm run generate")
      process.exit(1)
    }
  } else writeFileSync(README, wanted)
}
