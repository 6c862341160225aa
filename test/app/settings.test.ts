import { randomBytes, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import { parseSettings, readExtraCa, SettingsError } from '../../src/settings/settings.ts'
import { createCertificates } from '../../src/receiver/certificates.ts'

const key = () => randomBytes(32).toString('base64')
const folder = mkdtempSync(join(tmpdir(), 'durahook-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const { ca, localhost, issueCertificate } = await createCertificates(join(folder, 'certificates'))
const DAY_MS = 24 * 60 * 60 * 1000
const expired = await issueCertificate({
  commonName: 'old',
  altNames: ['old.test'],
  notBefore: new Date(Date.now() - 3 * DAY_MS),
  notAfter: new Date(Date.now() - DAY_MS),
})
const [other, another] = rootCertificates as [string, string]

/** A file of the test's own; gives its path. */
function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
/** The same key in another way, so that what is wrong is not the key. */
const one = key()

/** The setting, a value it must not take, and what the line says of it. */
const BAD: [setting: string, value: string, says: RegExp][] = [
  ['ENCRYPTION_KEYS', `k1:${key()},k1:${key()}`, /"k1" is there twice/],
  ['ENCRYPTION_KEYS', `k1:${one},k1:${one}`, /"k1" is there twice/],
  ['ENCRYPTION_KEYS', `k2:${one},k1:${one}`, /"k2" and "k1" are the same key/],
  ['ENCRYPTION_KEYS', key(), /entry 1 .*<id>:<base64 of 32 bytes>/],
  ['ENCRYPTION_KEYS', `:${key()}`, /entry 1 has no good id/],
  ['ENCRYPTION_KEYS', `k 1:${key()}`, /entry 1 has no good id/],
  ['ENCRYPTION_KEYS', `k.1:${key()}`, /entry 1 has no good id/],
  ['ENCRYPTION_KEYS', `ключ:${key()}`, /entry 1 has no good id/],
  ['ENCRYPTION_KEYS', `k1:${key()}:more`, /entry 1/],
  ['ENCRYPTION_KEYS', `k1:${key()},k2`, /entry 2 \("k2"\)/],
  ['ENCRYPTION_KEYS', `k1:${key()},`, /entry 2 is empty/],
  ['ENCRYPTION_KEYS', `,k1:${key()}`, /entry 1 is empty/],
  ['ENCRYPTION_KEYS', `k1:${key()};k2:${key()}`, /entry 1/],
  ['ENCRYPTION_KEYS', `k1:${randomBytes(31).toString('base64')}`, /not the base64 of 32 bytes/],
  ['ENCRYPTION_KEYS', `k1:${randomBytes(33).toString('base64')}`, /not the base64 of 32 bytes/],
  ['ENCRYPTION_KEYS', `k1:${randomBytes(32).toString('hex')}`, /not the base64 of 32 bytes/],
  ['ENCRYPTION_KEYS', `k1:${key().replace(/^.{3}/, '!!!')}`, /not the base64 of 32 bytes/],
  ['ENCRYPTION_KEYS', `k1:${'*'.repeat(20)}${key()}`, /not the base64 of 32 bytes/],
  ['ENCRYPTION_KEYS', 'k1:$(openssl rand -base64 32)', /not the base64 of 32 bytes/],
  ['ENCRYPTION_KEYS', `k1:${Buffer.alloc(32).toString('base64')}`, /one byte again and again/],
  ['EXTRA_CA_FILE', '/nope', /\/nope is not there/],
  ['EXTRA_CA_FILE', folder, /is a folder/],
  ['EXTRA_CA_FILE', file('empty.pem', ' \n'), /is empty/],
  ['EXTRA_CA_FILE', file('garbage.pem', 'hello'), /holds no certificate/],
  ['EXTRA_CA_FILE', file('garbage.bin', randomBytes(500).fill(0, 0, 1)), /holds no certificate/],
  ['EXTRA_CA_FILE', file('der.crt', new X509Certificate(ca).raw), /DER form/],
  ['EXTRA_CA_FILE', file('key.pem', localhost.key), /holds a private key/],
  ['EXTRA_CA_FILE', file('both.pem', `${ca}\n${localhost.key}`), /holds a private key/],
  ['EXTRA_CA_FILE', file('leaf.pem', localhost.cert), /no authority's certificate/],
  ['EXTRA_CA_FILE', file('expired.pem', expired.cert), /no authority's certificate|expired/],
  ['EXTRA_CA_FILE', file('cut.pem', ca.slice(0, 200)), /is cut short/],
  ['EXTRA_CA_FILE', file('second-cut.pem', `${ca}\n${other.slice(0, 200)}`), /without its whole/],
  ['EXTRA_CA_FILE', file('first-cut.pem', `${other.slice(0, 200)}\n${ca}`), /certificate|whole/],
  ['EXTRA_CA_FILE', file('second-bad.pem', `${ca}\n${spoil(other)}`), /certificate 2 of .* can't be read/],
  [
    'EXTRA_CA_FILE',
    file('empty-block.pem', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'),
    /certificate 1/,
  ],
  ['ALLOWED_RANGES', 'foo', /"foo" is no address range.*10\.1\.0\.0\/16/],
  ['ALLOWED_RANGES', 'localhost/8', /"localhost\/8" is no address range/],
  ['ALLOWED_RANGES', '10.0.0.0/33', /prefix that is not from 1 to 32/],
  ['ALLOWED_RANGES', 'fd00::/129', /prefix that is not from 1 to 128/],
  ['ALLOWED_RANGES', '10.0.0.0/-8', /prefix/],
  ['ALLOWED_RANGES', '10.0.0.0/255.0.0.0', /prefix/],
  ['ALLOWED_RANGES', '10.0.0.0/', /prefix/],
  ['ALLOWED_RANGES', '10.0.0.1', /write 10\.0\.0\.1\/32/],
  ['ALLOWED_RANGES', '::1', /write ::1\/128/],
  ['ALLOWED_RANGES', '10.0.0.1/8', /write 10\.0\.0\.0\/8 or 10\.0\.0\.1\/32/],
  ['ALLOWED_RANGES', '10.1/16', /"10\.1\/16" is no address range/],
  ['ALLOWED_RANGES', '0x0a.0.0.0/8', /is no address range/],
  ['ALLOWED_RANGES', '10.1.0.0/16 10.2.0.0/16', /is no address range/],
  ['ALLOWED_RANGES', '10.1.0.0/16,foo', /"foo"/],
  ['ALLOWED_RANGES', 'fe80::%eth0/64', /is no address range/],
  ['ALLOWED_RANGES', '0.0.0.0/0', /would open every address/],
  ['ALLOWED_RANGES', '::/0', /would open every address/],
  ['PUBLIC_URL', 'hooks.example.com', /must be a URL such as https:\/\//],
  ['PUBLIC_URL', 'localhost:4000', /must be a URL/],
  ['PUBLIC_URL', '//hooks.example.com', /must be a URL/],
  ['PUBLIC_URL', 'https:hooks.example.com', /must be a URL/],
  ['PUBLIC_URL', 'ftp://hooks.example.com', /must be a URL/],
  ['PUBLIC_URL', 'https://', /must be a URL/],
  ['PUBLIC_URL', 'https://hooks.example.com:99999', /must be a URL/],
  ['PUBLIC_URL', 'https://hooks example.com', /must be a URL/],
  ['PUBLIC_URL', 'https://hooks.example.com/webhooks', /has a path/],
  ['PUBLIC_URL', 'https://hooks.example.com/?a=b', /query or a fragment/],
  ['PUBLIC_URL', 'https://hooks.example.com#a', /query or a fragment/],
  ['PUBLIC_URL', 'https://admin:hunter2@hooks.example.com', /user or a password/],
  ['TEMPORAL_UI_URL', 'temporal.example.com', /must be a URL/],
  ['TEMPORAL_UI_URL', 'javascript:alert(1)', /must be a URL/],
  ['DASHBOARD_FRAME_ANCESTORS', '*', /must be origins/],
  ['DASHBOARD_FRAME_ANCESTORS', 'https://*', /is no origin|must be origins/],
  ['DASHBOARD_FRAME_ANCESTORS', 'https://*.com', /is no origin|must be origins/],
  ['DASHBOARD_FRAME_ANCESTORS', "'self'", /must be origins/],
  ['DASHBOARD_FRAME_ANCESTORS', 'app.example.com', /must be origins/],
  ['DASHBOARD_FRAME_ANCESTORS', 'https://a.example.com; script-src *', /must be origins/],
  ['DASHBOARD_FRAME_ANCESTORS', 'https://a.example.com https://b.example.com', /must be origins/],
  ['DASHBOARD_FRAME_ANCESTORS', 'https://a.example.com/page', /is no origin/],
  ['DATABASE_URL', 'mysql://u:hunter2@db/durahook', /must be postgres:\/\//],
  ['DATABASE_URL', 'db.example.com', /must be postgres:\/\//],
  ['DATABASE_URL', 'u:hunter2@db:5432/durahook', /must be postgres:\/\//],
  ['DATABASE_URL', 'postgres://u:hunter2@/durahook', /can't be parsed|names no host/],
  ['DATABASE_URL', 'postgres:///durahook', /names no host/],
  ['DATABASE_URL', 'postgres://u:hunter2@db', /names no database/],
  ['DATABASE_URL', 'postgres://u:hunter2@db:five/durahook', /can't be parsed/],
  ['DATABASE_URL', 'postgres://u:hunter2@db:99999/durahook', /can't be parsed/],
  ['DATABASE_URL', 'postgres://u:hunter2/x@db/durahook', /can't be parsed.*%2F/],
  ['DATABASE_URL', 'postgres://u:12/hunter2@db/durahook', /%2F/],
  ['DATABASE_URL', 'postgres://u:hunter2#x@db/durahook', /can't be parsed.*%23/],
  ['DATABASE_URL', 'postgres://u:hunter2%zz@db/durahook', /% that begins no code/],
  ['DATABASE_URL', 'postgres://u:hunter2@db/durahook?sslmode=on', /sslmode must be one of/],
  ['DATABASE_URL', 'postgres://u:hunter2@db one/durahook', /can't be parsed/],
  ['TEMPORAL_ADDRESS', 'http://temporal:7233', /must be host:port/],
  ['TEMPORAL_ADDRESS', 'temporal', /must be host:port/],
  ['TEMPORAL_ADDRESS', 'temporal:', /must be host:port/],
  ['TEMPORAL_ADDRESS', ':7233', /must be host:port/],
  ['TEMPORAL_ADDRESS', 'temporal:0', /must be host:port/],
  ['TEMPORAL_ADDRESS', 'temporal:99999', /must be host:port/],
  ['TEMPORAL_ADDRESS', 'temporal:http', /must be host:port/],
  ['TEMPORAL_ADDRESS', 'temporal :7233', /must be host:port/],
  ['TEMPORAL_ADDRESS', '999.1.1.1:7233', /must be host:port/],
  ['TEMPORAL_ADDRESS', 'a:7233,b:7233', /must be host:port/],
  ['TEMPORAL_NAMESPACE', 'my namespace', /must be of letters/],
  ['HOST', 'http://0.0.0.0', /must be an address/],
  ['HOST', '0.0.0.0:4000', /must be an address/],
  ['HOST', '127.0.0.256', /must be an address/],
  ['HOST', 'my host', /must be an address/],
  ['PORT', 'http', /whole number from 0 to 65535/],
  ['PORT', '65536', /whole number from 0 to 65535/],
  ['PORT', '-1', /whole number from 0 to 65535/],
  ['PORT', '80.5', /whole number from 0 to 65535/],
  ['PORT', '0x50', /whole number from 0 to 65535/],
  ['PORT', 'tcp://10.0.0.1:4000', /whole number from 0 to 65535/],
  ['LOCAL_POSTGRES_PORT', 'five', /whole number/],
  ['LOG_LEVEL', 'verbose', /one of fatal, error, warn, info, debug, trace/],
  ['LOG_LEVEL', 'INFO', /one of/],
  ['PRODUCTION', 'yes', /one of true, false/],
  ['PRODUCTION', '1', /one of true, false/],
  ['ATTEMPT_SLOTS', '0', /whole number from 1/],
  ['ATTEMPT_SLOTS', '1e3', /whole number from 1/],
  ['ATTEMPT_SLOTS', 'Infinity', /whole number from 1/],
  ['DATABASE_POOL_SIZE', '1', /whole number from 2/],
  ['CONNECTION_MINUTES', '0', /number from 0\.001 to 35000/],
  ['CONNECTION_MINUTES', '40000', /number from 0\.001 to 35000/],
  ['SLOW_SUBSCRIBER_SECONDS', 'NaN', /number from/],
  ['MAXIMUM_PAYLOAD_BYTES', '256k', /whole number/],
]

function spoil(pem: string): string {
  const lines = pem.trim().split('\n')
  return [...lines.slice(0, 3), ...lines.slice(6)].join('\n')
}

test.each(BAD)('%s is not %j', (setting, value, says) => {
  const line = complaintOf({ [setting]: value })
  expect(line).toMatch(says)
  expect(line.startsWith(`${setting} can't be used: `)).toBe(true)
  expect(line).not.toContain('\n')
  // Nothing secret is repeated.
  expect(line).not.toContain('hunter2')
  if (setting === 'ENCRYPTION_KEYS') expect(line).not.toMatch(/[\w+/]{40}/)
})

test('several bad settings have a line each', () => {
  const lines = complaintOf({ PORT: 'x', PUBLIC_URL: 'x', ALLOWED_RANGES: 'x' }).split('\n')
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['PORT', 'PUBLIC_URL', 'ALLOWED_RANGES'])
})

function complaintOf(environment: Record<string, string>): string {
  try {
    parseSettings(environment)
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError)
    return (error as Error).message
  }
  throw new Error('It was taken.')
}

test.each<[setting: keyof ReturnType<typeof parseSettings>, value: string, taken: unknown]>([
  ['PUBLIC_URL', 'https://hooks.example.com/', 'https://hooks.example.com'],
  ['PUBLIC_URL', ' HTTPS://Hooks.Example.com:443 ', 'https://hooks.example.com'],
  ['PUBLIC_URL', 'http://[::1]:4000', 'http://[::1]:4000'],
  ['TEMPORAL_UI_URL', 'https://ops.example.com/temporal/', 'https://ops.example.com/temporal'],
  [
    'DASHBOARD_FRAME_ANCESTORS',
    'https://app.example.com, https://*.example.org:8443,http://localhost:3000/',
    ['https://app.example.com', 'https://*.example.org:8443', 'http://localhost:3000'],
  ],
  [
    'ALLOWED_RANGES',
    '10.1.0.0/16, fd12::/16,127.0.0.1/32,::1/128,',
    ['10.1.0.0/16', 'fd12::/16', '127.0.0.1/32', '::1/128'],
  ],
  ['TEMPORAL_ADDRESS', '[::1]:7233', '[::1]:7233'],
  ['TEMPORAL_ADDRESS', 'my-namespace.a1b2c.tmprl.cloud:7233', 'my-namespace.a1b2c.tmprl.cloud:7233'],
  [
    'DATABASE_URL',
    'postgresql://u:p%40ss@db:5432/durahook?sslmode=verify-full',
    'postgresql://u:p%40ss@db:5432/durahook?sslmode=verify-full',
  ],
  ['DATABASE_URL', 'postgres://u:p@ss@db/durahook', 'postgres://u:p@ss@db/durahook'],
  ['DATABASE_URL', 'postgres:///durahook?host=/run/postgresql', 'postgres:///durahook?host=/run/postgresql'],
  ['PORT', ' 8080 ', 8080],
  ['PORT', ' ', 4000],
  ['CONNECTION_MINUTES', '0.5', 0.5],
  ['PRODUCTION', 'true', true],
])('%s takes %j', (setting, value, taken) => {
  expect(parseSettings({ [setting]: value })[setting]).toEqual(taken)
})

test('both alphabets of base64 are the same key, padded or not', () => {
  const bytes = Buffer.alloc(32, 'þÿ?>', 'latin1')
  const ways = [
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('base64').replace('=', ''),
  ]
  for (const way of ways)
    expect(parseSettings({ ENCRYPTION_KEYS: `k1:${way}` }).ENCRYPTION_KEYS[0]!.key).toEqual(bytes)
})

describe('a file of authorities', () => {
  const fingerprints = (path: string) =>
    readExtraCa(parseSettings({ EXTRA_CA_FILE: path })).map((pem) => new X509Certificate(pem).fingerprint256)
  const all = [ca, other, another].map((pem) => new X509Certificate(pem).fingerprint256)

  test.each([
    ['with a line break between', '\n'],
    ['joined without one, as by cat', ''],
    ['with comments between', '\n\nsubject=CN = somebody - else\n# a comment\n'],
    ['of Windows', '\r\n'],
  ])('%s gives each of its certificates', (_how, between) => {
    const joined = [ca, other, another].map((pem) => pem.trimEnd()).join(between)
    const content = between === '\r\n' ? joined.replaceAll(/\r?\n/g, '\r\n') : joined
    expect(fingerprints(file('bundle.pem', content))).toEqual(all)
  })

  test("durahook's own ends with a line break", () => {
    expect([ca, localhost.cert, localhost.key].every((pem) => pem.endsWith('-----\n'))).toBe(true)
  })

  test('one that expired among others is no harm', () => {
    expect(fingerprints(file('mixed.pem', `${expired.cert}${ca}`))).toHaveLength(2)
  })
})
