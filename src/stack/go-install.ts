import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from './child.ts'
import type { GoTool } from './go-tool.ts'
import type { Log } from './log.ts'
import { StackError } from './stack-error.ts'

/** How often a progress line is shown, in milliseconds. */
const PROGRESS_MS = 10_000

const ALTERNATIVE =
  'Or set TEMPORAL_ADDRESS to a Temporal server that runs already, for example the one of docker-compose.yml.'

/**
 * Runs `go install` for a pinned module version; Go checks what it downloads against its public checksum database.
 * @returns the path of the program, in `folder`.
 * @throws StackError GO_MISSING, GO_TOO_OLD, BUILD_FAILED
 */
export async function installWithGo(
  tool: GoTool,
  options: { folder: string; log: Log; go: string; signal: AbortSignal | undefined },
): Promise<string> {
  const { folder, log, go, signal: abort } = options
  abort?.throwIfAborted()
  const target = `${tool.package}@v${tool.version}`
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
      `durahook builds its Temporal server with Go once, and there is no Go on PATH. Install Go 1.26.8 or newer (https://go.dev/dl) and start again. ${ALTERNATIVE}`,
      { cause },
    )
  })
  log(
    `Building ${tool.name} ${tool.version} with Go, once: usually about ${tool.usualMinutes} min on two cores, less on more`,
  )
  const progress = setInterval(() => {
    const lines = readFileSync(build.logFile, 'utf8').trim().split('\n')
    const downloads = lines.filter((line) => line.startsWith('go: ')).length
    const seconds = Math.round((Date.now() - started) / 1000)
    const compiled = lines.length - downloads
    log(
      `Building ${tool.name}: ${compiled} packages compiled, ${downloads} modules downloaded, ${seconds} s of usually about ${tool.usualMinutes * 60}`,
    )
  }, PROGRESS_MS)
  const stop = () => void build.close()
  abort?.addEventListener('abort', stop)
  const { code, signal } = await build.ended
  abort?.removeEventListener('abort', stop)
  clearInterval(progress)
  abort?.throwIfAborted()

  // `server`, from …/cmd/server: Go names the program after the last part of the path.
  const program = join(folder, tool.package.slice(tool.package.lastIndexOf('/') + 1))
  if (code === 0 && existsSync(program)) {
    log(`Built ${tool.name} in ${Math.round((Date.now() - started) / 1000)} s; it is kept for the next start`)
    return program
  }
  const tail = build.logTail()
  const needs = /requires go >= ([\d.]+)/.exec(tail)?.[1]
  if (needs) {
    throw new StackError(
      'GO_TOO_OLD',
      `The Go on PATH is too old: ${tool.name} ${tool.version} needs Go ${needs}. Install that or a newer one (https://go.dev/dl), or let Go fetch it with GOTOOLCHAIN=auto, and start again. ${ALTERNATIVE}`,
    )
  }
  throw new StackError(
    'BUILD_FAILED',
    `go install ${target} failed (${signal ?? `exit code ${code}`}). Check that the network reaches the Go module proxy and that the disk has 3 GB free, and start again: Go continues where it stopped. ${ALTERNATIVE}\n${tail}`,
  )
}
