import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { VERSION } from '../../src/version.ts'
import { settingsSchema } from '../../src/settings/settings.ts'
import { DYNAMIC_CONFIG } from '../../src/stack/temporal.ts'
import { dynamicConfig } from '../../bench/temporal-server/temporal-config.ts'
import { TRIM_POSTGRES_VISIBILITY } from '../../bench/temporal-server/trim-postgres-visibility.ts'

// No container engine runs here, so the files are checked as text: what they name has to exist.

interface Service {
  image: string
  command?: string[]
  environment?: Record<string, string>
  ports?: string[]
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  logging?: { options: Record<string, string> }
  mem_limit?: string
  pids_limit?: number
  depends_on?: Record<string, unknown>
  healthcheck?: object
  deploy?: { replicas: number }
  stop_grace_period?: string
  restart?: string
}

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const text = read('docker-compose.yml')
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>
  configs: Record<string, { content: string }>
}
const { services } = compose
const ours = Object.entries(services).filter(([, { image }]) => image.startsWith('durahook:'))

test('compose has the parts, and several workers', () => {
  expect(Object.keys(services)).toEqual([
    'postgres',
    'temporal-postgres',
    'temporal-tables',
    'temporal-lists',
    'temporal',
    'temporal-ui',
    'migrate',
    'api',
    'worker',
    'proxy',
  ])
  expect(services['worker']!.deploy!.replicas).toBeGreaterThan(1)
})

test('compose depends on services that exist', () => {
  for (const { depends_on = {} } of Object.values(services)) {
    for (const name of Object.keys(depends_on)) expect(services).toHaveProperty(name)
  }
})

test.each(ours)('compose: %s is started with a command and settings that exist', (_name, service) => {
  expect(read('src/app/main.ts')).toContain(`case '${service.command![0]}':`)
  for (const name of Object.keys(service.environment!)) expect(settingsSchema.shape).toHaveProperty(name)
})

test('each version has an image of its own, so that going back finds the old one', () => {
  expect(ours.map(([, { image }]) => image)).toEqual(ours.map(() => `durahook:${VERSION}`))
})

test('the image limits memory as `npm start` does, and compose allows some more', () => {
  for (const [, { mem_limit: limit }] of ours) expect(limit).toBe('1536m')
  expect(read('Dockerfile')).toContain('"--max-old-space-size=1024"')
  expect(services['temporal']!.mem_limit).toBe('2g')
  expect(services['temporal']!.environment!['GOMEMLIMIT']).toBe('1600MiB')
  const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } }
  const [, entry] = /^ENTRYPOINT (.*)$/m.exec(read('Dockerfile'))!
  const [environment] = /MALLOC_ARENA_MAX=\d+/.exec(read('Dockerfile'))!
  expect(`${environment} exec ${(JSON.parse(entry!) as string[]).join(' ')}`).toBe(scripts.start)
})

test('compose runs the versions that are tested', () => {
  const measured = read('bench/temporal-server/temporal-programs.ts')
  for (const name of ['temporal', 'temporal-tables'])
    expect(measured).toContain(`'${services[name]!.image.split(':')[1]}'`)
  for (const name of ['postgres', 'temporal-postgres', 'temporal-lists'])
    expect(services[name]!.image).toBe('postgres:18')
})

test('compose publishes the port of the proxy, which finds each API; so any number of them can run', () => {
  const api = settingsSchema.shape.PORT.parse(undefined)
  expect(services['proxy']!.ports).toEqual([`127.0.0.1:${api}:${api}`])
  expect(compose.configs['proxy']!.content).toContain(`dynamic a api ${api}`)
  for (const name of ['api', 'worker']) {
    const { ports, environment, healthcheck } = services[name]!
    expect(ports).toBe(undefined)
    expect(JSON.stringify(healthcheck)).toContain(`:${environment!['METRICS_PORT']}/ready`)
  }
  expect(read('Dockerfile')).toContain(`EXPOSE ${api}`)
})

test('Postgres of durahook and of Temporal are apart', () => {
  expect(services['api']!.environment!['DATABASE_URL']).toContain('@postgres:5432/durahook')
  for (const [name, variable] of [
    ['temporal', 'POSTGRES_SEEDS'],
    ['temporal-tables', 'SQL_HOST'],
  ])
    expect(services[name!]!.environment![variable!]).toBe('temporal-postgres')
})

test.each(Object.entries(services))('compose contains %s', (name, service) => {
  expect(service.cap_drop).toEqual(['ALL'])
  expect(service.security_opt).toEqual(['no-new-privileges:true'])
  expect(service.logging!.options).toMatchObject({ 'max-size': '10m', 'max-file': '5' })
  expect(service.pids_limit).toBe(512)
  if (service.restart !== 'on-failure:5' || service.image.startsWith('durahook:'))
    expect(service.mem_limit).toMatch(/^\d+[mg]$/)
  if (service.image.startsWith('durahook:') || ['postgres', 'temporal-postgres', 'proxy'].includes(name))
    expect(service.read_only).toBe(true)
})

test('compose gives the parts longer to end than they take at the most', () => {
  const milliseconds = (name: string) =>
    Number(
      /const ENDS_WITHIN_MS = .*/
        .exec(read('src/app/main.ts'))![0]
        .match(new RegExp(`${name}: ([\\d_]+)`))![1]!
        .replaceAll('_', ''),
    )
  for (const name of ['api', 'worker']) {
    const [, seconds] = /^(\d+)s$/.exec(services[name]!.stop_grace_period!)!
    expect(Number(seconds) * 1000).toBeGreaterThan(milliseconds(name) + 4_000)
  }
})

test('the image runs node itself, which hears the signals', () => {
  expect(read('Dockerfile')).toMatch(/^ENTRYPOINT \["node", /m)
})

test('compose has no secret of its own', () => {
  for (const [, name, operator] of text.matchAll(/\$\{(\w+)(:?[-?])?/g)) {
    if (/PASSWORD|KEY|SECRET/.test(name!)) expect(operator).toBe(':?')
  }
  expect(text).not.toMatch(/(PASSWORD|PWD|KEYS): (?!\$\{)/)
})

test("compose's Temporal has the dynamic configuration that is measured, time skipping excepted", () => {
  const measured = parse(dynamicConfig('tuned')) as Record<string, unknown>
  const here = parse(compose.configs['temporal-dynamic-config']!.content) as Record<string, unknown>
  expect({ ...here, 'frontend.WorkflowTimeSkippingEnabled': [{ value: true }] }).toEqual(measured)
})

test('the local stack has it too', () => {
  const local = DYNAMIC_CONFIG.map((line) => line.split('=') as [string, string])
  const inFile = Object.fromEntries(local.map(([key, value]) => [key, [{ value: JSON.parse(value) }]]))
  expect(inFile).toEqual(parse(dynamicConfig('tuned')))
})

test('the Dockerfile copies what exists and does not run as root', () => {
  const dockerfile = read('Dockerfile')
  for (const [, sources] of dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)) {
    for (const source of sources!.split(' ')) expect(existsSync(new URL(source, root)), source).toBe(true)
  }
  const stages = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
  expect(stages).toEqual(['node:24-slim', 'debian:trixie-slim'])
  expect(dockerfile).toMatch(/^USER node$/m)
  expect(dockerfile).toMatch(/^RUN npm run build && npm run build:image \/image$/m)
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  for (const [, script] of dockerfile.matchAll(/npm run ([\w:]+)/g))
    expect(Object.keys(scripts)).toContain(script)
  expect(dockerfile).toMatch(/^COPY --from=build \/image \.$/m)
})

test("compose's lists of workflows are trimmed as those that are measured", () => {
  expect(services['temporal-lists']!.command!.at(-1)!.replaceAll('$$', '$')).toBe(TRIM_POSTGRES_VISIBILITY)
})
