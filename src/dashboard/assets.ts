import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** A file of the built page, ready to be sent in each encoding. */
export interface Asset {
  type: string
  /** True if the name contains a hash of the content, so that the file never changes. */
  immutable: boolean
  encodings: { br?: Buffer; gzip?: Buffer; identity: Buffer }
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/**
 * Reads the page's files into memory, by URL path; they are small. A path that is not in the map does not exist.
 * The library sirv 3.0.2 is not used: it leaks a file handle for each client that disconnects during a transfer, and it
 * crashes the process if a new build has removed a file.
 */
export async function readAssets(folder: string): Promise<Map<string, Asset>> {
  if (!existsSync(folder)) return new Map()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const file = join(parentPath, name)
        const path = `/${relative(folder, file).split(sep).join('/')}`
        return [path, await readAsset(file, path)] as const
      }),
    ),
  )
}

async function readAsset(file: string, path: string): Promise<Asset> {
  const type = TYPES[extname(file)]!
  const identity = await readFile(file)
  const immutable = path.startsWith('/assets/')
  if (type.startsWith('font/')) return { type, immutable, encodings: { identity } } // compressed already
  const [br, gzipped] = await Promise.all([
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(identity),
  ])
  return { type, immutable, encodings: { br, gzip: gzipped, identity } }
}
