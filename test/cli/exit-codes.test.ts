import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { runCommandLine } from '../../src/cli/program.ts'
import { eventually } from '../support/eventually.ts'
import { openHttpServer } from '../support/http-server.ts'
import { createTestTerminal } from '../support/test-terminal.ts'

beforeEach(() => {
  for (const name of ['DURAHOOK_URL', 'DURAHOOK_API_KEY']) vi.stubEnv(name, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

async function run(args: readonly string[], input = '') {
  const terminal = createTestTerminal(input)
  const exitCode = await runCommandLine(args, terminal)
  return { exitCode, stdout: terminal.stdout.join('\n'), stderr: terminal.stderr.join('\n') }
}

/** An API that gives the same answer to everything, and keeps what it was asked. */
async function openApi(answer: object, status = 200) {
  const asked: { path: string; body: string; variables: any; authorization: string | undefined }[] = []
  const server = await openHttpServer((request, response) => {
    void text(request).then((body) => {
      asked.push({
        path: request.url!,
        body,
        variables: JSON.parse(body).variables,
        authorization: request.headers.authorization,
      })
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  return {
    asked,
    options: ['--url', server.url, '--api-key', 'dk_1'],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** A server that answers everything with a page, as a proxy does. */
const openPage = (page: string) =>
  openHttpServer((_, response) => {
    response.writeHead(503, { 'Content-Type': 'text/html' }).end(page)
  })

const KEY = ['--api-key', 'dk_1']

describe('2: wrong usage', () => {
  test.each<[args: string[], says: RegExp]>([
    [[], /Usage: durahook/],
    [['deliveries'], /Usage: durahook deliveries/],
    [['triger'], /unknown command 'triger'\n\(Did you mean trigger\?\)/],
    [['trigger', ...KEY], /missing required argument 'type'/],
    [['trigger', 'a', 'b', ...KEY], /too many arguments/],
    [['trigger', 'a', '--colour', ...KEY], /unknown option '--colour'/],
    [['trigger', 'a', '--set', 'b', ...KEY], /path=value/],
    [['trigger', 'a', '--data', '/nowhere/at/all', ...KEY], /\/nowhere\/at\/all can't be read/],
    [['trigger', 'a', '--wait', 'long', ...KEY], /whole number/],
    [['trigger', 'a'], /^There is no API key\. Set DURAHOOK_API_KEY/],
    [['tail', '--url', 'nonsense', ...KEY], /It has to be an address/],
    [['tail', '--url', 'http://me:secret@localhost', ...KEY], /without a user name or password/],
    [['tail', '--types', ',', ...KEY], /at least one/],
    [['deliveries', 'show', ...KEY], /missing required argument 'id'/],
    [['deliveries', 'list', '--status', 'lost', ...KEY], /LOST is none of/],
    [['replay', '--status', 'PENDING', ...KEY], /PENDING is none of/],
    [['replay', '--types', 'lead.created,invoice.*', ...KEY], /invoice\.\* is no whole name/],
    [['replay', '--since', 'yesterday', ...KEY], /30m, 2h or 7d/],
    [['replay', '--rate', '0', ...KEY], /from 1 to 1000/],
    [['webhooks', 'create', 'https://example.com', ...KEY], /required option '--types/],
    [['webhooks', 'rotate', 'wh_1', '--overlap', '604801', ...KEY], /from 0 to 604800/],
    [['listen', ...KEY], /required option '--forward-to/],
  ])('%j', async (args, says) => {
    const { exitCode, stdout, stderr } = await run(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(says)
  })

  test('what is on stdin is not JSON', async () => {
    const { exitCode, stderr } = await run(['trigger', 'a', '--data', '-', ...KEY], '{')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^What came on stdin is not JSON/)
  })

  test('a byte order mark, as some editors write, is no part of the JSON', async () => {
    const folder = await mkdtemp(`${tmpdir()}/durahook-`)
    const file = `${folder}/data.json`
    await writeFile(file, '\u{feff}{"n":1}')
    const published = { event: { id: 'evt_1' }, duplicate: false, unknownChannels: [], userErrors: [] }
    await using api = await openApi({ data: { published } })
    const { exitCode } = await run(['trigger', 'a', '--data', file, ...api.options])
    await rm(folder, { recursive: true })
    expect(exitCode).toBe(0)
    expect(api.asked[0]!.variables.input.data).toEqual({ n: 1 })
  })

  test('--set that does not fit the data', async () => {
    const { exitCode, stderr } = await run(
      ['trigger', 'a', '--data', '-', '--set', 'a.b=1', ...KEY],
      '{"a":1}',
    )
    expect(exitCode).toBe(2)
    expect(stderr).toBe('--set a.b is wrong: a is no object, so it has no "b".')
  })
})

describe('what the API answers', () => {
  const error = (code: string, more = {}) => ({
    errors: [{ message: 'So it is.', extensions: { code, ...more } }],
  })

  test.each([
    [4, 'UNAUTHENTICATED'],
    [4, 'FORBIDDEN'],
    [1, 'NOT_FOUND'],
    [1, 'BAD_USER_INPUT'],
  ])('%i: %s', async (exitCode, code) => {
    await using api = await openApi(error(code))
    const ended = await run(['deliveries', 'show', 'wd_1', ...api.options])
    expect(ended).toMatchObject({ exitCode, stdout: '' })
    expect(ended.stderr).toMatch(new RegExp(`^${code}: So it is\\.`))
  })

  test('3: an error of the API itself, with the id to look up', async () => {
    await using api = await openApi(error('INTERNAL_SERVER_ERROR', { errorId: 'err_1' }))
    const { exitCode, stderr } = await run(['deliveries', 'show', 'wd_1', ...api.options])
    expect(exitCode).toBe(3)
    expect(stderr).toContain('err_1')
  })

  test('3: nobody is there', async () => {
    const { exitCode, stderr } = await run([
      'deliveries',
      'retry',
      'wd_1',
      '--url',
      'http://127.0.0.1:1',
      ...KEY,
    ])
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/^NETWORK: The API can't be reached: .*\. Is the API running there\?/)
  })

  test.each([
    ['JSON of another server', { error: 'not found' }],
    ['nothing', {}],
  ])('3: %s', async (_, answer) => {
    await using api = await openApi(answer, 404)
    const { exitCode, stderr } = await run(['deliveries', 'retry', 'wd_1', ...api.options])
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(
      /^NETWORK: The API's address answers 404 and nothing of GraphQL.*Is the API running/,
    )
  })

  test('3: a page of a proxy, as one line that a terminal can show', async () => {
    await using server = await openPage('<html>\n\u001b[31mbusy')
    const { exitCode, stderr } = await run(['deliveries', 'retry', 'wd_1', '--url', server.url, ...KEY])
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/answers 503 and no JSON: <html> \ufffd\[31mbusy\./)
  })

  test.each(['dk_…', 'dk_1\ndk_2'])('4: %j is no key that can be sent', async (key) => {
    await using api = await openApi({})
    const { exitCode, stderr } = await run(['tail', ...api.options, '--api-key', key])
    expect({ exitCode, asked: api.asked }).toEqual({ exitCode: 4, asked: [] })
    expect(stderr).toMatch(/^UNAUTHENTICATED: The API key has characters that no key has\. Give an API key/)
    expect(stderr).not.toContain(key)
  })

  test.each(['/', '/graphql', '/graphql/'])('the address may end in %s', async (end) => {
    await using api = await openApi({ data: { delivery: { id: 'wd_1', status: 'PENDING' } } })
    const [option, url] = api.options
    const { exitCode } = await run(['deliveries', 'show', 'wd_1', '--json', option!, url + end, ...KEY])
    expect({ exitCode, paths: api.asked.map(({ path }) => path) }).toEqual({
      exitCode: 0,
      paths: ['/graphql'],
    })
  })

  test.each([
    ['listen', '--forward-to', 'http://localhost:3000'],
    ['tail', '--after', ''],
  ])(
    '3: nobody is there when %s begins',
    async (...args) => {
      const { exitCode, stderr } = await run([...args, '--url', 'http://127.0.0.1:1', ...KEY])
      expect(exitCode).toBe(3)
      expect(stderr).toMatch(/^NETWORK: .*Is the API running there\?/)
    },
    60_000,
  )

  test('1: user errors, a line for each', async () => {
    const userErrors = [
      { code: 'URL_NOT_HTTPS', field: ['input', 'url'], message: 'It has to be https.' },
      { code: 'LIMIT_REACHED', field: null, message: 'There are too many.' },
    ]
    await using api = await openApi({ data: { created: { webhook: null, secret: null, userErrors } } })
    const ended = await run(['webhooks', 'create', 'http://x.example', '--types', '*', ...api.options])
    expect(ended).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'URL_NOT_HTTPS (input.url): It has to be https.\nLIMIT_REACHED: There are too many.',
    })
  })

  test('5: the delivery that is shown has failed', async () => {
    const delivery = { id: 'wd_1', status: 'FAILED', decision: 'No.', attempts: { nodes: [] } }
    await using api = await openApi({ data: { delivery } })
    const { exitCode, stdout } = await run(['deliveries', 'show', 'wd_1', '--json', ...api.options])
    expect(exitCode).toBe(5)
    expect(JSON.parse(stdout)).toEqual(delivery)
  })

  test('0: webhooks are looked for by a part of their address', async () => {
    await using api = await openApi({ data: { page: { nodes: [], pageInfo: { hasNextPage: false } } } })
    expect(await run(['webhooks', 'list', '--text', 'hooks.example', ...api.options])).toMatchObject({
      exitCode: 0,
      stdout: 'There are none.',
    })
    expect(api.asked[0]!.variables).toMatchObject({ text: 'hooks.example', first: 200 })
  })

  test('0: an event is published, with the options and numbers as they were written', async () => {
    const published = { event: { id: 'evt_1' }, duplicate: false, unknownChannels: ['c'], userErrors: [] }
    await using api = await openApi({ data: { published } })
    const ended = await run(
      [
        'trigger',
        'a.b',
        '--data',
        '-',
        '--set',
        'c.d=x',
        '--channel',
        'c',
        '--key',
        'k',
        '--organization',
        'o',
        ...api.options,
      ],
      '{"n":1.0}',
    )
    expect(ended).toEqual({
      exitCode: 0,
      stdout: 'evt_1  published',
      stderr: 'There is no channel "c"; webhooks for all channels receive the event.',
    })
    expect(api.asked).toMatchObject([
      {
        authorization: 'Bearer dk_1',
        body: expect.stringContaining('{"n":1.0,"c":{"d":"x"}}'),
        variables: {
          input: {
            type: 'a.b',
            data: { n: 1, c: { d: 'x' } },
            organizationId: 'o',
            channels: ['c'],
            idempotencyKey: 'k',
          },
        },
      },
    ])
  })

  test('130: Ctrl-C', async () => {
    await using api = await openApi(error('UNAVAILABLE'))
    const terminal = createTestTerminal()
    const running = runCommandLine(['deliveries', 'list', ...api.options], terminal)
    await eventually(() => api.asked.length >= 1)
    terminal.interrupt()
    expect(await running).toBe(130)
  })
})
