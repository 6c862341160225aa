import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { EXIT_MEANINGS } from '../../src/cli/exit-codes.ts'
import { createProgram, runCommandLine } from '../../src/cli/program.ts'
import { createTestTerminal } from '../support/test-terminal.ts'

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')

/** Each command with the words that call it. */
function commandsOf(command: Command, words: string[] = []): [words: string[], command: Command][] {
  return [[words, command], ...command.commands.flatMap((sub) => commandsOf(sub, [...words, sub.name()]))]
}
const commands = commandsOf(createProgram(createTestTerminal()))

test('there are these commands', () => {
  expect(commands.map(([words]) => words.join(' '))).toEqual([
    '',
    'trigger',
    'tail',
    'deliveries',
    'deliveries list',
    'deliveries show',
    'deliveries retry',
    'replay',
    'webhooks',
    'webhooks list',
    'webhooks create',
    'webhooks rotate',
    'listen',
    'types',
    'types export',
  ])
})

describe.each(commands)('durahook %j', (words, command) => {
  test('--help shows its options, the global ones and the exit codes', async () => {
    const terminal = createTestTerminal()
    expect(await runCommandLine([...words, '--help'], terminal)).toBe(0)
    const help = terminal.stdout.join('\n')
    expect(terminal.stderr).toEqual([])
    expect(help).toContain(`Usage: ${['durahook', ...words].join(' ')}`)
    for (const { long } of command.options) expect(help).toContain(long)
    for (const option of ['--url', '--api-key', '--organization', '--json']) expect(help).toContain(option)
    for (const [code, meaning] of EXIT_MEANINGS)
      expect(help).toMatch(new RegExp(`^  ${code} +${escaped(meaning)}$`, 'm'))
  })

  test('the page has it with all its options', () => {
    if (words.length > 0) expect(page).toContain(`durahook ${words.join(' ')}`)
    for (const { long } of command.options) expect(page).toContain(long)
  })
})

test("the page's table has the exit codes", () => {
  const rows = [...page.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(([, code, meaning]) => [
    Number(code),
    meaning,
  ])
  expect(rows).toEqual(EXIT_MEANINGS)
})

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
