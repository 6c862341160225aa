import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { folderOf, readImports, ROOT } from './imports.ts'

const imports = readImports()

/** What holds no source: installed, or built. */
const NOT_OURS = new Set(['node_modules', 'dist', 'src'])

test('no folder leads back to itself by imports, types included', () => {
  const next = new Map<string, Set<string>>()
  for (const { from, to } of imports) {
    const [folder, other] = [folderOf(from), folderOf(to)]
    if (folder !== other) next.set(folder, (next.get(folder) ?? new Set()).add(other))
  }
  const circles: string[] = []
  const done = new Set<string>()
  function walk(folder: string, path: readonly string[]): void {
    if (path.includes(folder)) circles.push([...path.slice(path.indexOf(folder)), folder].join(' > '))
    if (path.includes(folder) || done.has(folder)) return
    for (const other of next.get(folder) ?? []) walk(other, [...path, folder])
    done.add(folder)
  }
  for (const folder of next.keys()) walk(folder, [])
  expect(imports.length).toBeGreaterThan(500)
  expect(circles).toEqual([])
})

test('only src/app is built on everything; nothing is built on it', () => {
  expect(
    imports.filter(({ from, to }) => folderOf(to) === 'src/app' && folderOf(from) !== 'src/app'),
  ).toEqual([])
})

test('workflow code imports itself, and names; no other code of ours reaches its sandbox', () => {
  const foreign = imports.filter(
    ({ from, to }) => folderOf(from) === 'workflows' && folderOf(to) !== 'workflows',
  )
  const valuesOnly = foreign.filter(({ from, to }) => {
    const name = to.split('/').at(-1)!
    return !new RegExp(`import type [^\\n]*${name}'`).test(readFileSync(ROOT + from, 'utf8'))
  })
  expect([...new Set(valuesOnly.map(({ to }) => to))]).toEqual(['src/words/temporal.ts'])
})

test('CONTRIBUTING names every folder with one sentence, and none that is not there', () => {
  const page = readFileSync(`${ROOT}CONTRIBUTING.md`, 'utf8')
  const rows = [...page.matchAll(/^\| `([\w/-]+)\/` +\| (.+?) *\|$/gm)].map(([, folder, sentence]) => ({
    folder: folder!,
    sentence: sentence!,
  }))
  const foldersIn = (folder: string) =>
    readdirSync(ROOT + folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
  const top = foldersIn('.').filter((name) => !NOT_OURS.has(name) && !name.startsWith('.'))
  const there = [...top, ...foldersIn('src').map((name) => `src/${name}`)]
  expect(rows.map(({ folder }) => folder).sort()).toEqual(there.sort())
  for (const { sentence } of rows) expect(sentence).toMatch(/^[^.]+\.$/)
})
