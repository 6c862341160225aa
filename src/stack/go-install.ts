import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Program } from './cached-program.ts'
import { startChild } from './child.ts'
import type { Log } from './log.ts'
import { StackError } from './stack-error.ts'

/** How often a progress line is shown, in milliseconds. */
const PROGRESS_MS = 10_000

const ALTERNATIVE =
  'Or set TEMPORAL_ADDRESS to a Temporal server that runs already, for example the one of docker-compose.yml.'

/** What Go says when it is too old, since 1.21 and before; with GOTOOLCHAIN=auto it fetches the right one instead. */
const TOO_OLD = /requires go >= ([\d.]+)|invalid go version '([\d.]+)'/

/**
 * Runs `go install` for a pinned module version; Go checks what it downloads against its public checksum database.
 * @returns the path of the program, in `folder`.
 * @throws StackError GO_MISSING, GO_TOO_OLD, BUILD_FAILED; the reason of `signal`
 */
export async function installWithGo(
  program: Program,
  options: { folder: string; log: Log; go: string; signal: AbortSignal | undefined },
): Promise<string> {
  const { folder, log, go, signal } = options
  const target = `${program.goPackage}@v${program.version}`
  const started = Date.now()
  await using build = await startChild({
    name: 'build',
    folder,
    command: go,
    // -v prints each package as it is compiled, which is the only progress Go tells. -s -w halves the program's size.
    args: ['install', '-v', '-ldflags=-s -w', target],
    cwd: folder,
    env: { GOBIN: folder },
  }).catch((cause: unknown) => {
    throw new StackError(
      'GO_MISSING',
      `${program.name} ${program.version} could not be downloaded, and there is no Go on PATH to build it with. Install Go 1.26.8 or newer (https://go.dev/dl), or let this machine reach github.com, and start again. ${ALTERNATIVE}`,
      { cause },
    )
  })
  log(
    `Building ${program.name} ${program.version} with Go, once; on two cores that takes about ${program.usualMinutes} min`,
  )
  const progress = setInterval(
    () => log(`Building ${program.name}: ${secondsSince(started)} s, ${progressOf(build.logFile)}`),
    PROGRESS_MS,
  )
  const stop = () => void build.close()
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  const end = await build.ended
  signal?.removeEventListener('abort', stop)
  clearInterval(progress)
  signal?.throwIfAborted()

  // `server`, from …/cmd/server: Go names the program after the last part of the path.
  const built = join(folder, basename(program.goPackage))
  if (end.code === 0 && existsSync(built)) {
    log(`Built ${program.name} in ${secondsSince(started)} s; it is kept for the next start`)
    return built
  }
  const tail = build.logTail()
  const needs = TOO_OLD.exec(tail)
  if (needs) {
    throw new StackError(
      'GO_TOO_OLD',
      `The Go on PATH is too old: ${program.name} ${program.version} needs Go ${needs[1] ?? needs[2]}. Install that or a newer one (https://go.dev/dl), or let Go fetch it by setting GOTOOLCHAIN=auto, and start again. ${ALTERNATIVE}`,
    )
  }
  throw new StackError(
    'BUILD_FAILED',
    `go install ${target} failed (${end.signal ?? `exit code ${end.code}`}). Check that this machine reaches the Go module proxy and that 3 GB of disk are free, and start again: Go continues where it stopped. ${ALTERNATIVE}\n${tail}`,
  )
}

function progressOf(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n')
  const downloads = lines.filter((line) => line.startsWith('go: ')).length
  return `${downloads} modules downloaded, ${lines.length - downloads} packages compiled`
}

function secondsSince(time: number): number {
  return Math.round((Date.now() - time) / 1000)
}
