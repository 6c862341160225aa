import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Tells a process from a later one that was given the same pid, as happens often inside containers. */
export interface ProcessIdentity {
  pid: number
  /** When it started, in whatever unit the system has: only good for comparing. */
  startedAt: string
}

/**
 * The process that has `pid` now, or null if there is none. A zombie counts as none: it holds nothing open.
 * Synchronous, so that a child can be written down in the same tick that started it.
 */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const startedAt = process.platform === 'linux' ? startOnLinux(pid) : startFromPs(pid)
  return startedAt === null ? null : { pid, startedAt }
}

/** Whether the very process that was recorded is still alive. */
export function isAlive(recorded: ProcessIdentity): boolean {
  return identifyProcess(recorded.pid)?.startedAt === recorded.startedAt
}

/** The command line of a process, its arguments joined by spaces; empty if there is no such process. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=')
  return readProc(pid, 'cmdline')?.replaceAll('\0', ' ').trim() ?? ''
}

/** Slim container images have no `ps`, so Linux is read from /proc. Source: proc_pid_stat(5). */
function startOnLinux(pid: number): string | null {
  const stat = readProc(pid, 'stat')
  if (stat === null) return null
  // The second field is the name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const state = fields[0]
  const startTicks = fields[19]
  return startTicks === undefined || state === 'Z' || state === 'X' ? null : startTicks
}

function startFromPs(pid: number): string | null {
  return ps(pid, 'stat=').startsWith('Z') ? null : ps(pid, 'lstart=') || null
}

function readProc(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return null
  }
}

function ps(pid: number, column: string): string {
  return spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
}
