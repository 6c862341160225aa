import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder } from '../../src/stack/cache-folder.ts'

/** A program that Go builds from its modules, once for all checkouts. `goPackage`: with its version, `example.org/cmd/name@v1.2.3`. */
export async function goProgram(goPackage: string): Promise<string> {
  const [path, version] = goPackage.split('@') as [string, string]
  const name = basename(path)
  const folder = join(cacheFolder(), `${name}-${version}`)
  const file = join(folder, name)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  const work = mkdtempSync(join(folder, 'work-'))
  try {
    await promisify(execFile)('go', ['install', '-ldflags=-s -w', goPackage], {
      env: { ...process.env, GOBIN: work },
    })
    renameSync(join(work, name), file)
    return file
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
