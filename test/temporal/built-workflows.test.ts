import { mkdtempDisposable, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fingerprintOf, isBuiltFrom } from '../../src/built-from.ts'
import { buildWorkflows, loadWorkflows } from '../../src/temporal/build-workflows.ts'

test('a worker takes the workflows that were built before, and bundles nothing', async () => {
  await buildWorkflows(() => {})
  expect(Object.keys(await loadWorkflows())).toEqual(['codePath'])
})

test('what was built is of other source as soon as a file is changed, added or renamed', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'durahook-built-'))
  const file = (name: string) => join(folder.path, name)
  const source = () => fingerprintOf(file('*.ts'))
  const mark = file('built-from')
  await expect(source()).rejects.toThrow('There is no ')
  await writeFile(file('one.ts'), '1')
  expect(await isBuiltFrom(await source(), mark)).toBe(false)

  const changes: [string, () => Promise<void>][] = [
    ['changed', () => writeFile(file('one.ts'), '2')],
    ['added', () => writeFile(file('two.ts'), '')],
    ['renamed', () => rename(file('one.ts'), file('three.ts'))],
  ]
  for (const [what, change] of changes) {
    await writeFile(mark, await source())
    expect(await isBuiltFrom(await source(), mark)).toBe(true)
    await change()
    expect(await isBuiltFrom(await source(), mark), what).toBe(false)
  }
})
