import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, type GraphQLEnumType, type GraphQLError } from 'graphql'
import { CloseCode } from 'graphql-ws'
import { describe, expect, test } from 'vitest'
import * as errors from '../../src/graphql/errors.ts'
import { CLOSE } from '../../src/graphql/limits/close-codes.ts'
import { PUBLIC_CODES } from '../../src/graphql/mask-error.ts'
import { settingsSchema } from '../../src/settings/settings.ts'

const root = new URL('../../', import.meta.url).pathname
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const protocol = read('docs/protocol.md')

/** The text of each section by its number, `2.4`. */
const sections = new Map(
  protocol
    .split(/^(?=\*\*\d|## )/m)
    .flatMap((text) => [...text.matchAll(/^\*\*(\d+\.\d+) /g)].map(([, number]) => [number!, text] as const)),
)

/** The rows of a section's table, without its head, as cells. */
function tableOf(number: string): string[][] {
  const [, , ...rows] = sections
    .get(number)!
    .split('\n')
    .filter((line) => line.startsWith('|'))
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const words = (cell: string | undefined) => cell!.split(',').map((word) => word.trim())
const codesOf = (number: string) => tableOf(number).flatMap(([codes]) => words(codes))

describe('the sections of docs/protocol.md', () => {
  const references = globSync('test/**/*.ts', { cwd: root }).flatMap((file) =>
    [...read(file).matchAll(/\(protocol ([\d., ]+)\)/g)].flatMap(([, numbers]) =>
      words(numbers).map((number) => ({ file, number })),
    ),
  )

  test('are there where a test names one', () => {
    expect(references.filter(({ number }) => !sections.has(number))).toEqual([])
  })

  test('on publishers, receivers, deliveries, the log and subscribers are each named by a test', () => {
    const named = new Set(references.map(({ number }) => number))
    const promises = [...sections.keys()].filter((number) => /^[2-6]\./.test(number))
    expect(promises.length).toBeGreaterThan(30)
    expect(promises.filter((number) => !named.has(number))).toEqual([])
  })

  test('are numbered in order, without a gap', () => {
    const next = new Map<string, number>()
    for (const number of sections.keys()) {
      const [chapter, place] = number.split('.') as [string, string]
      expect(Number(place), number).toBe((next.get(chapter) ?? 0) + 1)
      next.set(chapter, Number(place))
    }
  })
})

test('each setting is named with its default', () => {
  const named = [...protocol.matchAll(/`([A-Z_]+)` \(([\d,]+)\)/g)]
  expect(named.length).toBeGreaterThan(5)
  for (const [, name, value] of named) {
    const setting = settingsSchema.shape[name as keyof typeof settingsSchema.shape]
    expect(setting?.parse(undefined), name).toBe(Number(value!.replaceAll(',', '')))
  }
})

describe('the close codes (protocol 6.10)', () => {
  /** What only a client closes with. */
  const CLIENTS = [
    CloseCode.BadResponse,
    CloseCode.InternalClientError,
    CloseCode.ConnectionAcknowledgementTimeout,
  ]
  /** RFC 6455: 1006 is no close at all, the others are of the library ws. */
  const WEBSOCKETS = [1001, 1002, 1006, 1007, 1009]
  const named = new Map(
    tableOf('6.10').flatMap(([codes, name]) => words(codes).map((code) => [Number(code), name!] as const)),
  )

  test('are those of the code, of graphql-ws and of WebSockets', () => {
    const theirs = Object.values(CloseCode).filter((code) => typeof code === 'number')
    const ours = Object.values(CLOSE).map(([code]) => code)
    const sent = theirs.filter((code) => !CLIENTS.includes(code))
    expect([...named.keys()].sort()).toEqual([...WEBSOCKETS, ...ours, ...sent].sort())
  })

  test('have the names that stand in the reasons', () => {
    for (const [code, reason] of Object.values(CLOSE)) expect(reason.split(':')[0]).toBe(named.get(code))
    for (const [code, name] of named) if (code >= 4400) expect(name).toBe(CloseCode[code])
  })
})

describe('the errors (protocol 7.1)', () => {
  test('are those that callers get to see', () => {
    expect(codesOf('7.1').sort()).toEqual([...PUBLIC_CODES, 'INTERNAL_SERVER_ERROR'].sort())
  })

  test.each<[string, GraphQLError]>([
    ['no key', errors.unauthenticated()],
    ['a scope', errors.forbidden('READ')],
    ['nothing there', new errors.NotFound('webhook', 'wh_1')],
    ['bad input', errors.badInput('No.')],
    ['bad input of the request', errors.badRequestInput('No.')],
    ['a cursor', errors.cursorAhead('')],
    ['Postgres', errors.unavailable('Away.')],
    ['too much', errors.rateLimited('Later.', 1)],
    ['schemas', errors.schemasLimited(1)],
  ])('have the status of the code: %s', (_name, { extensions }) => {
    const { code, http } = extensions as { code: string; http?: { status: number } }
    const [, statuses] = tableOf('7.1').find(([name]) => name === code)!
    // Of UNAVAILABLE http.ts says it, wherever it comes from.
    expect(words(statuses)).toContain(String(http?.status ?? (code === 'UNAVAILABLE' ? 503 : 200)))
  })

  test('of users are those of the schema (protocol 7.2)', () => {
    const codes = buildSchema(read('schema.graphql')).getType('UserErrorCode') as GraphQLEnumType
    const names = codes.getValues().map(({ name }) => name)
    expect(codesOf('7.2').sort()).toEqual(names.sort())
  })
})
