import { readdir } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Dialect } from './dialect.ts'

export interface Dialects {
  get(name: string): Dialect | undefined
  /** In the order of their names. */
  all: readonly Dialect[]
}

/**
 * Loads every dialect: each file of `folder` (default this one) that exports `dialect`. So a new dialect is one new file,
 * without a list to update. Throws if a file's name and its dialect's name differ, which also rules out duplicates.
 */
export async function loadDialects(folder: string = import.meta.dirname): Promise<Dialects> {
  const files = (await readdir(folder)).filter(isModule).sort()
  const loaded = await Promise.all(files.map((file) => importDialect(join(folder, file))))
  const all = loaded.filter((dialect) => dialect !== undefined)
  const byName = new Map(all.map((dialect) => [dialect.name, dialect]))
  return { get: (name) => byName.get(name), all }
}

/** Also `.js`, for a compiled copy. */
function isModule(file: string): boolean {
  return /\.[jt]s$/.test(file) && !file.endsWith('.d.ts')
}

async function importDialect(path: string): Promise<Dialect | undefined> {
  const module = (await import(pathToFileURL(path).href)) as { dialect?: Dialect }
  if (module.dialect && module.dialect.name !== parse(path).name) {
    throw new Error(`${path} exports the dialect ${module.dialect.name}; the names must be the same`)
  }
  return module.dialect
}
