import type { Figure, Goal } from './figures.ts'
import { median } from './measure/statistics.ts'

/** A table for people: each figure's median beside its goal. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ scenario, store, name, unit, values, goal }) => [
    store,
    scenario,
    name,
    `${format(median(values))} ${unit}`.trim(),
    values.length > 1 ? `${format(Math.min(...values))} to ${format(Math.max(...values))}` : '',
    goal ? describe(goal) : '',
    goal ? (meets(median(values), goal) ? 'yes' : 'NO') : '',
  ])
  const table = [['store', 'scenario', 'figure', 'median', 'runs', 'goal', 'met'], ...rows]
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)))
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export const meets = (value: number, goal: Goal): boolean =>
  'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast

const describe = (goal: Goal) => ('atMost' in goal ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`)

/** Three digits that count. */
const format = (value: number) =>
  Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
