import { spawn } from 'node:child_process'

/**
 * Waits on a pipe from durahook. A line means the child has ended properly; end of file without a line means
 * durahook is gone, even by SIGKILL, and the child's process group has to go too.
 * $1 is the group, $2 the signal without SIG, $3 the grace period in seconds.
 */
const SCRIPT = `
read -r _ && exit 0
kill -s "$2" -- "-$1" 2>/dev/null
left=$3
while [ "$left" -gt 0 ] && kill -s 0 -- "-$1" 2>/dev/null; do sleep 1; left=$((left - 1)); done
kill -s KILL -- "-$1" 2>/dev/null
`

export interface Watcher {
  /** Sends the watcher home because the child has ended. */
  dismiss(): void
}

/**
 * Starts the small process that makes sure `pid` doesn't outlive this one. A shell, because nothing else is both
 * portable and survives our SIGKILL: PR_SET_PDEATHSIG is Linux only and out of Node's reach.
 */
export function startWatcher(options: { pid: number; stopSignal: NodeJS.Signals; graceMs: number }): Watcher {
  const { pid, stopSignal, graceMs } = options
  const watcher = spawn(
    '/bin/sh',
    ['-c', SCRIPT, 'durahook-watcher', String(pid), stopSignal.slice(3), String(Math.ceil(graceMs / 1000))],
    // Its own session: Ctrl-C and a closing terminal must not reach it.
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  )
  watcher.unref()
  // The pipe alone must not keep durahook running; and if the watcher was killed, writing to it is no error of ours.
  const pipe = watcher.stdin as NodeJS.WritableStream & { unref?: () => void }
  pipe.unref?.()
  pipe.on('error', () => {})
  return { dismiss: () => pipe.end('done\n') }
}
