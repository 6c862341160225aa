import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readCommand } from '../../src/app/read-command.ts'

let [stdout, stderr] = ['', '']
beforeEach(() => {
  ;[stdout, stderr] = ['', '']
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true))
})
afterEach(() => {
  vi.restoreAllMocks()
})

test.each([
  [[], 'start'],
  [['start'], 'start'],
  [['worker'], 'worker'],
  [['rotate-encryption-key'], 'rotate-encryption-key'],
])('%j', (args, command) => {
  expect(readCommand(args)).toEqual({ command })
  expect(stdout + stderr).toBe('')
})

test.each([[['--help']], [['help']], [['api', '--help']]])('%j shows the help on stdout', (args) => {
  expect(readCommand(args)).toEqual({ exitCode: 0 })
  expect(stdout).toMatch(/^Usage: npm start -- \[command\]\n[^]*^ {2}migrate +brings/m)
  expect(stderr).toBe('')
})

test.each([[['wroker']], [['--port=1']], [['']], [['api', 'worker']]])('%j is wrong usage', (args) => {
  expect(readCommand(args)).toEqual({ exitCode: 2 })
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^error: [^]*\nUsage: npm start -- \[command\]\n/)
})
