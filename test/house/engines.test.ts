import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { READERS_PATH } from '../docs/readme-folder.ts'
import { ROOT } from './imports.ts'

const run = promisify(execFile)

/** What `npm ci` says, without installing anything. */
const install = (PATH: string, ...options: string[]) =>
  run('npm', ['ci', '--dry-run', '--offline', '--ignore-scripts', ...options], {
    cwd: ROOT,
    env: { ...process.env, PATH },
  })

test('every package gets a Node that it wants: the one that npm installs', async () => {
  const path = `${dirname(process.execPath)}:${READERS_PATH}`
  await expect(install(path, '--engine-strict')).resolves.toBeTruthy()
})

test('npm warns of nothing, on whatever Node it runs', async () => {
  const { stdout, stderr } = await install(READERS_PATH)
  expect(stdout + stderr).not.toMatch(/warn/i)
})
