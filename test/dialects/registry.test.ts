import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadDialects } from '../../src/dialects/registry.ts'
import { loadTables } from './table.ts'

const source = join(import.meta.dirname, '../../src/dialects')

describe('loadDialects', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialects-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('loads each file that exports a dialect, and nothing else', async () => {
    const expected: string[] = []
    for (const file of await readdir(source)) {
      if (!file.endsWith('.ts')) continue
      const text = await readFile(join(source, file), 'utf8')
      if (/^export const dialect\b/m.test(text)) expected.push(file.replace('.ts', ''))
    }
    expect((await loadDialects()).all.map((dialect) => dialect.name)).toEqual(expected.sort())
  })

  it('has a test table for each dialect', async () => {
    const names = (await loadDialects()).all.map((dialect) => dialect.name)
    expect((await loadTables()).map((table) => table.name)).toEqual(names)
  })

  it('finds a dialect by its name only', async () => {
    const dialects = await loadDialects()
    expect(dialects.get('sjocamp')?.title).toBe('Sjocamp')
    for (const name of ['Sjocamp', 'registry', 'dialect', '__proto__', 'constructor', '']) {
      expect(dialects.get(name), name).toBeUndefined()
    }
  })

  it('takes a new dialect from one new file', async () => {
    await writeFile(join(folder, 'acme.ts'), `export const dialect = { name: 'acme' as string }`)
    await writeFile(join(folder, 'helper.ts'), `export const other = 1`)
    await writeFile(join(folder, 'notes.md'), `export const dialect = 1`)
    const dialects = await loadDialects(folder)
    expect(dialects.all).toEqual([{ name: 'acme' }])
    expect(dialects.get('acme')).toBe(dialects.all[0])
  })

  it('refuses a file named otherwise than its dialect', async () => {
    await writeFile(join(folder, 'copied.ts'), `export const dialect = { name: 'acme' }`)
    await expect(loadDialects(folder)).rejects.toThrow(/copied\.ts exports the dialect acme/)
  })
})
