import { readdirSync, readFileSync } from 'node:fs'

/** Ticks a second in /proc; fixed at 100 in Linux's interface to programs (USER_HZ). */
const TICKS = 100

/** Fields of /proc/<pid>/stat counted from the state, which follows the name in brackets. Source: proc(5). */
const STAT = { parent: 1, user: 11, system: 12, childUser: 13, childSystem: 14 }

/** A process that is measured. `withChildren`: a Postgres, whose connections are processes of their own. */
export interface Measured {
  pid: number
  withChildren?: boolean
}

/** Processor time used so far, in milliseconds; to 10 ms. Linux only. */
function cpuMs({ pid, withChildren = false }: Measured): number {
  const stat = readStat(pid)
  if (!stat) return 0
  const own = stat[STAT.user]! + stat[STAT.system]!
  if (!withChildren) return (own / TICKS) * 1000
  // Children that have ended are counted by their parent; living ones count themselves.
  const living = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((child) => child?.[STAT.parent] === pid)
    .reduce((sum, child) => sum + child![STAT.user]! + child![STAT.system]!, 0)
  return ((own + stat[STAT.childUser]! + stat[STAT.childSystem]! + living) / TICKS) * 1000
}

/** Memory held in RAM, in MiB. */
export function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

/** Null when the process has ended. */
function readStat(pid: number): number[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
  } catch {
    return null
  }
}

/** Starts counting; the result gives the milliseconds used since, by name. */
export function countCpu<Name extends string>(processes: Record<Name, Measured>): () => Record<Name, number> {
  const read = () =>
    Object.entries<Measured>(processes).map(([name, measured]) => [name, cpuMs(measured)] as const)
  const before = Object.fromEntries(read())
  return () =>
    Object.fromEntries(read().map(([name, ms]) => [name, ms - before[name]!])) as Record<Name, number>
}
