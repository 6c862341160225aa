import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Download } from './download.ts'

/** Short, so that a machine that can't reach github.com soon tries the next source; in milliseconds. */
const FIRST_ANSWER_MS = 4_000
const ARCHIVE_MS = 10 * 60 * 1000

/**
 * Downloads an official release, checks it against the published checksums, and unpacks it into the folder.
 * @param url of the folder with the archives and `checksums.txt`, which is in the format of sha256sum
 * @param name of the archives, without the platform
 */
export function downloadRelease(url: string, name: string): Download {
  // Go's name for the platform.
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`
  const archive = `${name}_${platform}.tar.gz`
  return async (folder, signal) => {
    const list = (await get('checksums.txt', FIRST_ANSWER_MS)).toString().split(/\s+/)
    const expected = list[list.indexOf(archive) - 1]
    const bytes = await get(archive, ARCHIVE_MS)
    const actual = createHash('sha256').update(bytes).digest('hex')
    if (actual !== expected) throw new Error(`${archive} has the checksum ${actual} and not ${expected}`)
    const file = join(folder, archive)
    writeFileSync(file, bytes)
    await execa('tar', ['-xzf', file, '-C', folder], { cancelSignal: signal })

    async function get(path: string, withinMs: number): Promise<Buffer> {
      const answer = await fetch(`${url}/${path}`, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(withinMs)]),
      })
      if (!answer.ok) throw new Error(`${url}/${path} answered ${answer.status}`)
      return Buffer.from(await answer.arrayBuffer())
    }
  }
}
