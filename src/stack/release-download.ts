import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar'
import type { Program } from './cached-program.ts'
import type { Log } from './log.ts'

/** Where the makers publish a program. `{version}` and `{platform}`, such as linux_amd64, are filled in. */
export interface Release {
  folderUrl: string
  /** A .tar.gz. */
  archive: string
  /** SHA-256 of every archive, in the format of sha256sum. */
  checksums: string
  /** The program's name inside the archive. */
  file: string
}

/** Without a network this should be over quickly; in milliseconds. */
const FIRST_ANSWER_MS = 15_000
const ARCHIVE_MS = 10 * 60 * 1000

/**
 * Downloads the makers' own build of a program, checked against the checksums published beside it.
 * @returns the path of the program, in `folder`.
 * @throws whatever went wrong: the caller has another way to get the program.
 */
export async function downloadRelease(
  program: Program,
  options: { folder: string; log: Log; signal: AbortSignal | undefined },
): Promise<string> {
  const { folder, log, signal } = options
  const { release, name, version } = program
  const fill = (text: string) => text.replaceAll('{version}', version).replaceAll('{platform}', platform())
  const url = (file: string) => `${fill(release.folderUrl)}/${file}`
  const archive = fill(release.archive)

  const list = await get(url(fill(release.checksums)), within(FIRST_ANSWER_MS, signal))
  const expected = findChecksum(await list.text(), archive)
  log(`Downloading ${name} ${version}`)
  const { body } = await get(url(archive), within(ARCHIVE_MS, signal))
  const file = join(folder, archive)
  await pipeline(Readable.from(body ?? []), createWriteStream(file))

  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  const actual = hash.digest('hex')
  if (actual !== expected) throw new Error(`${archive} has the checksum ${actual} and not ${expected}`)
  await extract({ file, cwd: folder, strict: true }, [release.file])
  return join(folder, release.file)
}

async function get(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response
}

function within(ms: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(ms)
  return signal ? AbortSignal.any([timeout, signal]) : timeout
}

function findChecksum(list: string, archive: string): string {
  const line = list.split('\n').find((text) => text.trim().endsWith(` ${archive}`))
  const checksum = line?.trim().split(/\s+/)[0]
  if (!checksum) throw new Error(`there is no ${archive} in the release`)
  return checksum
}

/** As Go calls it. */
function platform(): string {
  return `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`
}
