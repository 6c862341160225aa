import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimFolder } from '../../src/stack/claim-folder.ts'
import { startScript } from './start-script.ts'
import { temporaryFolder } from './temporary-folder.ts'

test('a folder that another process has is refused, and that process named', async () => {
  const folder = join(temporaryFolder(), 'new')
  const script = startScript('folder-owner.ts', folder)
  await script.nextLine()
  expect(() => claimFolder(folder)).toThrow(
    `Another durahook starts or runs on ${folder} (process ${script.process.pid}). Stop that one first, or set DATA_FOLDER to another folder.`,
  )
})

test('a process that was killed holds nothing', async () => {
  const folder = temporaryFolder()
  const script = startScript('folder-owner.ts', folder)
  await script.nextLine()
  await script.kill('SIGKILL')
  claimFolder(folder)()
})

test('what was given up can be claimed again', () => {
  const folder = temporaryFolder()
  const giveUp = claimFolder(folder)
  expect(() => claimFolder(folder)).toThrow(`process ${process.pid}`)
  giveUp()
  claimFolder(folder)()
  expect(readdirSync(folder)).toEqual(['durahook.lock'])
})

test('a folder that can not be made is told by the system', () => {
  expect(() => claimFolder('/dev/null/data')).toThrow(/ENOTDIR/)
})
