import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { startChild } from '../../src/stack/child.ts'
import { endLeftover, runs } from '../../src/stack/leftover.ts'
import { eventually } from '../support/eventually.ts'
import { startScript } from './start-script.ts'
import { temporaryFolder } from './temporary-folder.ts'

const gone = (pid: number) => eventually(() => !runs(pid))

test('closing asks the child to end and removes its pid file', async () => {
  const folder = temporaryFolder()
  const child = await startChild({ name: 'sleeper', folder, command: 'sleep', args: ['600'] })
  expect(existsSync(join(folder, 'sleeper.pid'))).toBe(true)
  await child.close()
  await child.close()
  expect(await child.ended).toEqual({ code: null, signal: 'SIGTERM' })
  expect(existsSync(join(folder, 'sleeper.pid'))).toBe(false)
})

test('the pid file of a child that was started right after a kill stays', async () => {
  const folder = temporaryFolder()
  const options = { name: 'sleeper', folder, command: 'sleep', args: ['600'] }
  const first = await startChild(options)
  process.kill(first.pid, 'SIGKILL')
  await using second = await startChild(options)
  await first.ended
  expect(readFileSync(join(folder, 'sleeper.pid'), 'utf8')).toBe(String(second.pid))
})

test('a child that ignores the request is killed after the grace period', async () => {
  const folder = temporaryFolder()
  const args = ['-c', "trap '' TERM; echo ready; while :; do sleep 600; done"]
  const child = await startChild({ name: 'stubborn', folder, command: '/bin/sh', args, graceMs: 200 })
  await eventually(() => readFileSync(child.logFile, 'utf8').includes('ready'))
  await child.close()
  expect(await child.ended).toEqual({ code: null, signal: 'SIGKILL' })
})

test('what the child has started itself ends with it', async () => {
  const folder = temporaryFolder()
  const args = ['-c', 'sleep 600 & echo $!; wait']
  const child = await startChild({ name: 'parent', folder, command: '/bin/sh', args })
  const grandchild = await eventually(() => Number(readFileSync(child.logFile, 'utf8')))
  await child.close()
  await gone(grandchild)
})

test('a command that does not exist is reported by name', async () => {
  const starting = startChild({
    name: 'ghost',
    folder: temporaryFolder(),
    command: '/no/such/program',
    args: [],
  })
  await expect(starting).rejects.toMatchObject({
    message: expect.stringMatching(/^ghost /),
  })
})

test('output goes to the log, and its end into error messages', async () => {
  const folder = temporaryFolder()
  const args = ['-c', 'seq 1 100; echo problem >&2']
  const child = await startChild({ name: 'talker', folder, command: '/bin/sh', args })
  await child.ended
  expect(readFileSync(join(folder, 'talker.log'), 'utf8')).toMatch(/^1\n2\n/)
  expect(child.logTail()).toMatch(/^90\n[^]*\n100\nproblem$/)
})

test('a child nobody watches any more ends, and can be closed', async () => {
  const child = await startChild({
    name: 'unwatched',
    folder: temporaryFolder(),
    command: 'sleep',
    args: ['600'],
  })
  const { stdout } = await execa('pgrep', ['-f', `durahook-watcher ${child.pid} `])
  process.kill(Number(stdout), 'SIGKILL')
  expect(await child.ended).toEqual({ code: null, signal: 'SIGTERM' })
  await child.close()
})

test('no child is left when durahook is killed', async () => {
  const script = startScript('child-owner.ts', temporaryFolder())
  const pid = Number(await script.nextLine())
  expect(runs(pid)).toBe(true)
  await script.kill('SIGKILL')
  await gone(pid)
})

test('a child gets its time to end in order when durahook is killed', async () => {
  const folder = temporaryFolder()
  const command = "trap 'sleep 0.5; echo finished; exit' TERM; echo ready; while :; do sleep 0.1; done"
  const script = startScript('child-owner.ts', folder, command)
  await script.nextLine()
  const log = () => readFileSync(join(folder, 'sleeper.log'), 'utf8')
  await eventually(() => log().includes('ready'))
  await script.kill('SIGKILL')
  await eventually(() => log().includes('finished'))
})

test('Ctrl-C in the terminal reaches durahook and not its children', async () => {
  const script = startScript('child-owner.ts', temporaryFolder())
  const pid = Number(await script.nextLine())
  process.kill(-(script.process.pid as number), 'SIGINT')
  expect(await script.nextLine()).toBe('interrupted')
  expect(runs(pid)).toBe(true)
})

const LEFT = { stopSignal: 'SIGTERM', graceMs: 300 } as const

test('a start right after a kill ends what is left first', async () => {
  const folder = temporaryFolder()
  const pidFile = join(folder, 'sleeper.pid')
  const script = startScript('child-owner.ts', folder)
  const pid = Number(await script.nextLine())
  await script.kill('SIGKILL')
  await endLeftover(pidFile, folder, LEFT)
  expect(runs(pid)).toBe(false)
  expect(existsSync(pidFile)).toBe(false)
})

test('what is left and does not end is killed, and a process of another sense is not', async () => {
  const folder = temporaryFolder()
  const other = temporaryFolder()
  const args = ['-c', "trap '' TERM; echo ready; while :; do sleep 0.1; done", folder]
  const child = await startChild({ name: 'left', folder: other, command: '/bin/sh', args, graceMs: 100 })
  onTestFinished(() => child.close())
  await eventually(() => readFileSync(child.logFile, 'utf8').includes('ready'))
  const pidFile = join(folder, 'left.pid')
  writeFileSync(pidFile, `${child.pid}\n/more of it\n`)
  await endLeftover(pidFile, '/elsewhere', LEFT)
  expect(runs(child.pid)).toBe(true)
  writeFileSync(pidFile, `${child.pid}\n/more of it\n`)
  await endLeftover(pidFile, folder, LEFT)
  expect(await child.ended).toEqual({ code: null, signal: 'SIGKILL' })
})
