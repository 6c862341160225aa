import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { decode, encode } from 'dns-packet'
import pMap from 'p-map'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { findFreePorts } from '../../src/stack/ports.ts'
import { openTestApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { goProgram } from '../support/go-program.ts'
import { startApiProcess } from '../support/process.ts'
import { rows } from '../support/sql.ts'
import { createEventType, publish } from '../support/webhooks.ts'

const compose = parse(readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8')) as {
  services: { proxy: { image: string } }
  configs: { proxy: { content: string } }
}

// The first time Caddy is built, which takes minutes.
test(
  'behind the proxy of compose, an API that is killed costs no request that it had not taken',
  { timeout: 600_000 },
  async () => {
    await using app = await openTestApp({ apis: 0, workers: 0 })
    const [port, proxyPort] = await findFreePorts(2)
    // Two APIs have one name and one port, as in compose.
    const addresses = ['127.0.0.1', '127.0.0.2'] as const
    await using names = await openNames('api', addresses)
    const open = (host: (typeof addresses)[number]) =>
      startApiProcess(app, { HOST: host, PORT: String(port), LOG_LEVEL: 'info' })
    await using first = await open('127.0.0.1')
    await using second = await open('127.0.0.2')
    await using caddy = await startCaddy(
      compose.configs.proxy.content
        .replace('dynamic a api 4000 {', `dynamic a api ${port} {\nresolvers udp/127.0.0.1:${names.port}`)
        .replace(':4000', `:${proxyPort}`),
    )
    const { apiKey } = await app.organization({ port: proxyPort! })
    const client = createClient(proxyPort!, apiKey)
    await eventually(() =>
      createEventType(client, 'a.b').then(
        () => true,
        () => false,
      ),
    )

    const published = new Set<string>()
    const publishSome = () =>
      pMap(
        Array.from({ length: 40 }),
        async (_, n) => {
          const id = await publish(client, 'a.b', { n }).catch((error) => {
            throw new Error(caddy.output(), { cause: error })
          })
          published.add(id)
        },
        { concurrency: 8 },
      )
    await publishSome()
    await first.kill('SIGKILL')
    await publishSome()
    await using again = await open('127.0.0.1')
    await second.kill('SIGKILL')
    await publishSome()
    const stored = await rows(app, 'select id from events')
    expect(new Set(stored.map(({ id }) => id))).toEqual(published)
    await eventually(() => again.output().includes('publishEvent'), { describe: again.output })
  },
)

/** Runs Caddy with this configuration. */
async function startCaddy(configuration: string) {
  const version = compose.services.proxy.image.replace('caddy:', 'v')
  const program = await goProgram(`github.com/caddyserver/caddy/v2/cmd/caddy@${version}`)
  const caddy = spawn(program, ['run', '--config', '-', '--adapter', 'caddyfile'])
  const ended = once(caddy, 'exit')
  let output = ''
  caddy.stderr.on('data', (data) => (output += data))
  caddy.stdin.end(configuration)
  await eventually(() => output.includes('serving initial configuration'), { describe: () => output })
  return {
    output: () => output,
    async [Symbol.asyncDispose]() {
      caddy.kill('SIGKILL')
      await ended
    },
  }
}

/** Answers, as the containers' DNS does, with all addresses of a name. */
async function openNames(name: string, addresses: readonly string[]) {
  const server = createSocket('udp4', (message, from) => {
    const { id, questions = [] } = decode(message)
    const asked = questions.filter((question) => question.type === 'A' && question.name === name)
    const answers = asked.flatMap(() => addresses.map((data) => ({ type: 'A', name, ttl: 1, data }) as const))
    server.send(
      encode({ type: 'response', ...(id !== undefined && { id }), questions, answers }),
      from.port,
      from.address,
    )
  }).bind(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: server.address().port, [Symbol.asyncDispose]: async () => void server.close() }
}
