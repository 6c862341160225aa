import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { loadDialects } from '../../src/dialects/registry.ts'
import {
  RequestRefused,
  verify,
  verifySignature,
  type RefusalReason,
} from '../../src/receiver-library/index.ts'
import vectors from '../fixtures/signature-vectors.json' with { type: 'json' }
import { envelope, hostileData } from '../dialects/envelopes.ts'

const dialects = await loadDialects()
const NAMES = ['standard', 'campsite', 'sjocamp'] as const
type Name = (typeof NAMES)[number]

const NOW = new Date('2026-04-26T19:42:30Z')

interface Signed {
  body: string
  headers: Record<string, string>
  secret: string
}

/** A request as durahook sends it. */
function signed(name: Name, options: { data?: string; secrets?: string[]; at?: Date } = {}): Signed {
  const dialect = dialects.get(name)!
  const { data = envelope.data, secrets = [dialect.createSecret()], at = NOW } = options
  const body = dialect.body({ ...envelope, data })
  const headers = Object.fromEntries(
    dialect.signatureHeaders({ ...envelope, attemptedAt: at, body, secrets }),
  )
  return { body, headers, secret: secrets[0]! }
}

const at = (request: Signed, options = {}) =>
  verify(request.body, request.headers, request.secret, { now: NOW, ...options })

describe.each(NAMES)('%s', (name) => {
  const id = name === 'standard' ? envelope.eventId : envelope.deliveryId

  test.each(Object.entries(hostileData))('what durahook signs is verified: %s', async (_, data) => {
    const event = await at(signed(name, { data }))
    expect(event).toMatchObject({ dialect: name, id, type: envelope.eventType, data: JSON.parse(data) })
    expect(Math.floor(event.occurredAt.getTime() / 1000)).toBe(
      Math.floor(envelope.occurredAt.getTime() / 1000),
    )
  })

  test('in every form in which bodies and headers come', async () => {
    const { body, headers, secret } = signed(name)
    const bytes = new TextEncoder().encode(body)
    const upper = Object.fromEntries(
      Object.entries(headers).map(([key, value]) => [key.toUpperCase(), value]),
    )
    const lists = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, [value]]))
    for (const form of [body, bytes, bytes.buffer, Buffer.from(body)])
      for (const head of [headers, upper, lists, new Headers(headers)])
        expect(await verify(form, head, [secret], { now: NOW })).toMatchObject({ id })
  })

  test('of two secrets, while one is replaced, the second one too', async () => {
    const request = signed(name)
    const { secret } = signed(name)
    expect(await verify(request.body, request.headers, [secret, request.secret], { now: NOW })).toMatchObject(
      { id },
    )
  })
})

test('signatures of both secrets of a rotation: one known is enough', async () => {
  for (const name of ['standard', 'campsite'] as const) {
    const [one, two] = [dialects.get(name)!.createSecret(), dialects.get(name)!.createSecret()]
    const request = signed(name, { secrets: [one, two] })
    await at({ ...request, secret: one })
    await at({ ...request, secret: two })
  }
})

test('Ed25519: with the public key, also beside signatures of a shared secret', async () => {
  const { createSecret, publicKey } = dialects.get('standard')!
  const [shared, key] = [createSecret('HMAC'), createSecret('ED25519')]
  const request = signed('standard', { secrets: [shared, key] })
  await at({ ...request, secret: publicKey(key)! })
  await at({ ...request, secret: shared })
})

test('the tolerance is both sides of now, to the second, and can be changed', async () => {
  for (const [seconds, tolerance, reason] of [
    [300, undefined, null],
    [301, undefined, 'TIMESTAMP_TOO_OLD'],
    [-300, undefined, null],
    [-301, undefined, 'TIMESTAMP_IN_FUTURE'],
    [31, 30, 'TIMESTAMP_TOO_OLD'],
    [3_600, 3_600, null],
  ] as const)
    for (const name of ['standard', 'campsite'] as const) {
      const request = signed(name, { at: new Date(NOW.getTime() - seconds * 1000) })
      const found = await reasonOf(at(request, tolerance === undefined ? {} : { tolerance }))
      expect(found).toBe(reason)
    }
})

test('a tolerance or a time that is none lets nothing through', async () => {
  const old = signed('standard', { at: new Date(0) })
  for (const tolerance of [NaN, -1])
    await expect(at(old, { tolerance })).rejects.toThrow(`The tolerance has to be seconds, not ${tolerance}.`)
  await expect(at(old, { now: new Date('soon') })).rejects.toThrow()
})

test('bytes of another realm, and headers that say undefined for what is not there', async () => {
  const { body, headers, secret } = signed('sjocamp')
  const bytes = [...new TextEncoder().encode(body)]
  const get = (name: string) => new Map(Object.entries(headers)).get(name)
  const lower = { get: (name: string) => get(name === 'x-sjocamp-signature' ? 'X-Sjocamp-Signature' : name) }
  for (const form of ['new Uint8Array(bytes)', 'new Uint8Array(bytes).buffer'])
    await verify(runInNewContext(form, { bytes }) as Uint8Array, lower, secret)
})

async function reasonOf(verifying: Promise<unknown>): Promise<RefusalReason | null> {
  try {
    await verifying
    return null
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error
    expect(error.message).toMatch(/\.$|\?$/)
    return error.reason
  }
}

/** A request with something changed. */
const without = (request: Signed, header: string): Signed => {
  const { [header]: _, ...headers } = request.headers
  return { ...request, headers }
}
const withHeader = (request: Signed, header: string, value: string | ((old: string) => string)): Signed => ({
  ...request,
  headers: {
    ...request.headers,
    [header]: typeof value === 'string' ? value : value(request.headers[header]!),
  },
})
const SIGNATURE = {
  standard: 'webhook-signature',
  campsite: 'X-Campsite-Signature',
  sjocamp: 'X-Sjocamp-Signature',
}

const { createSecret, publicKey } = dialects.get('standard')!

/** Signs any text as the body, as a sender with the secret could. */
function signedText(body: string): Signed {
  const secret = createSecret()
  const headers = Object.fromEntries(
    dialects.get('standard')!.signatureHeaders({ ...envelope, attemptedAt: NOW, body, secrets: [secret] }),
  )
  return { body, headers, secret }
}

const WRONG: [what: string, reason: RefusalReason, (name: Name) => Signed, names?: readonly Name[]][] = [
  ['no signature header', 'NOT_SIGNED', (name) => without(signed(name), SIGNATURE[name])],
  [
    'an empty signature header',
    'SIGNATURE_MISSING',
    (name) => withHeader(signed(name), SIGNATURE[name], ' '),
  ],
  [
    'a body that was changed',
    'SIGNATURE_MISMATCH',
    (name) => ({ ...signed(name), body: signed(name).body.replace('1', '2') }),
  ],
  [
    'a body with a line break more',
    'SIGNATURE_MISMATCH',
    (name) => ({ ...signed(name), body: `${signed(name).body}\n` }),
  ],
  ['an empty body', 'BODY_EMPTY', (name) => ({ ...signed(name), body: '' })],
  ['a parsed body', 'BODY_NOT_RAW', (name) => ({ ...signed(name), body: JSON.parse(signed(name).body) })],
  [
    'the secret of another webhook',
    'SIGNATURE_MISMATCH',
    (name) => ({ ...signed(name), secret: signed(name).secret }),
  ],
  ['no secret', 'NO_SECRET', (name) => ({ ...signed(name), secret: '' })],
  [
    'an unset environment variable in a list',
    'NO_SECRET',
    (name) => ({ ...signed(name), secret: [undefined] as never }),
  ],
  ['an unset environment variable', 'NO_SECRET', (name) => ({ ...signed(name), secret: undefined as never })],
  ['no secrets', 'NO_SECRET', (name) => ({ ...signed(name), secret: [] as never })],
  [
    'the signature of another dialect beside it',
    'SEVERAL_DIALECTS',
    (name) => {
      const other = signed(name === 'standard' ? 'sjocamp' : 'standard')
      return { ...signed(name), headers: { ...other.headers, ...signed(name).headers } }
    },
  ],
  [
    'a header twice',
    'HEADER_REPEATED',
    (name) => {
      const request = signed(name)
      const value = request.headers[SIGNATURE[name]]!
      return { ...request, headers: { ...request.headers, [SIGNATURE[name]]: [value, value] as never } }
    },
  ],
  [
    'an id that was changed',
    'SIGNATURE_MISMATCH',
    (name) => withHeader(signed(name), 'webhook-id', 'evt_2'),
    ['standard'],
  ],
  ['no id', 'ID_MISSING', (name) => without(signed(name), 'webhook-id'), ['standard']],
  [
    'an id with a full stop',
    'ID_INVALID',
    (name) => withHeader(signed(name), 'webhook-id', 'evt.1'),
    ['standard'],
  ],
  ['no timestamp', 'TIMESTAMP_MISSING', (name) => without(signed(name), 'webhook-timestamp'), ['standard']],
  [
    'no timestamp',
    'TIMESTAMP_MISSING',
    (name) => withHeader(signed(name), SIGNATURE[name], (old) => old.replace(/t=\d+,/, '')),
    ['campsite'],
  ],
  [
    'a timestamp that was changed',
    'SIGNATURE_MISMATCH',
    (name) => withHeader(signed(name), 'webhook-timestamp', (old) => `${Number(old) + 1}`),
    ['standard'],
  ],
  [
    'a timestamp that was changed',
    'SIGNATURE_MISMATCH',
    (name) =>
      withHeader(signed(name), SIGNATURE[name], (old) =>
        old.replace(/t=(\d+)/, (_, t) => `t=${Number(t) + 1}`),
      ),
    ['campsite'],
  ],
  [
    'a timestamp in words',
    'TIMESTAMP_INVALID',
    (name) => withHeader(signed(name), 'webhook-timestamp', 'yesterday'),
    ['standard'],
  ],
  [
    'a timestamp with a fraction',
    'TIMESTAMP_INVALID',
    (name) => withHeader(signed(name), 'webhook-timestamp', (old) => `${old}.5`),
    ['standard'],
  ],
  [
    'two timestamps',
    'SIGNATURE_INVALID',
    (name) => withHeader(signed(name), SIGNATURE[name], (old) => `t=1,${old}`),
    ['campsite'],
  ],
  [
    'a recorded request',
    'TIMESTAMP_TOO_OLD',
    (name) => signed(name, { at: new Date(NOW.getTime() - 3_600_000) }),
    ['standard', 'campsite'],
  ],
  [
    'a request of the future',
    'TIMESTAMP_IN_FUTURE',
    (name) => signed(name, { at: new Date(NOW.getTime() + 3_600_000) }),
    ['standard', 'campsite'],
  ],
  [
    'a signature that is not base64',
    'SIGNATURE_INVALID',
    (name) => withHeader(signed(name), SIGNATURE[name], 'v1,***'),
    ['standard'],
  ],
  [
    'a signature without a version',
    'SIGNATURE_INVALID',
    (name) => withHeader(signed(name), SIGNATURE[name], (old) => old.slice(3)),
    ['standard'],
  ],
  [
    'a signature that is not hexadecimal',
    'SIGNATURE_INVALID',
    (name) => withHeader(signed(name), SIGNATURE[name], (old) => old.replace(/.$/, 'x')),
    ['campsite', 'sjocamp'],
  ],
  [
    'half a signature',
    'SIGNATURE_INVALID',
    (name) => withHeader(signed(name), SIGNATURE[name], (old) => old.slice(0, -4)),
  ],
  [
    'more signatures than a sender makes',
    'SIGNATURE_INVALID',
    (name) => withHeader(signed(name), SIGNATURE[name], (old) => Array(100).fill(old).join(' ')),
    ['standard'],
  ],
  [
    'more signatures than a sender makes',
    'SIGNATURE_INVALID',
    (name) => withHeader(signed(name), SIGNATURE[name], (old) => old + old.replace(/t=\d+/, '').repeat(100)),
    ['campsite'],
  ],
  [
    'a request that is signed with the text of the public key, which everybody may know',
    'SIGNATURE_OF_OTHER_KIND',
    (name) => signed(name, { secrets: [publicKey(createSecret('ED25519'))!] }),
    ['campsite', 'sjocamp'],
  ],
  [
    'only signatures of an unknown version',
    'SIGNATURE_MISSING',
    (name) => withHeader(signed(name), SIGNATURE[name], (old) => old.replaceAll('v1', 'v9')),
    ['standard', 'campsite'],
  ],
  [
    'a public key for signatures of a shared secret',
    'SIGNATURE_OF_OTHER_KIND',
    (name) => ({ ...signed(name), secret: publicKey(createSecret('ED25519'))! }),
    ['standard'],
  ],
  [
    'a shared secret for signatures of a key pair',
    'SIGNATURE_OF_OTHER_KIND',
    (name) => ({ ...signed(name, { secrets: [createSecret('ED25519')] }), secret: createSecret() }),
    ['standard'],
  ],
  [
    'the public key of another pair',
    'SIGNATURE_MISMATCH',
    (name) => ({
      ...signed(name, { secrets: [createSecret('ED25519')] }),
      secret: publicKey(createSecret('ED25519'))!,
    }),
    ['standard'],
  ],
  [
    'the private key',
    'SECRET_INVALID',
    (name) => ({ ...signed(name), secret: createSecret('ED25519') }),
    ['standard'],
  ],
  [
    'a secret that is not base64',
    'SECRET_INVALID',
    (name) => ({ ...signed(name), secret: 'whsec_*' }),
    ['standard'],
  ],
  ['half a public key', 'SECRET_INVALID', (name) => ({ ...signed(name), secret: 'whpk_AAAA' }), ['standard']],
  ['a body that is not JSON', 'BODY_NOT_JSON', () => signedText('type=x'), ['standard']],
  ['a body that is a list', 'BODY_NOT_JSON', () => signedText('[]'), ['standard']],
  [
    'a body without a type',
    'BODY_INCOMPLETE',
    () => signedText('{"timestamp":"2026-04-26T19:42:11Z"}'),
    ['standard'],
  ],
  [
    'a body without a time',
    'BODY_INCOMPLETE',
    () => signedText('{"type":"a.b","timestamp":"soon"}'),
    ['standard'],
  ],
]

describe.each(NAMES)('%s: refused', (name) => {
  test.each(WRONG.filter(([, , , names = NAMES]) => names.includes(name)))(
    '%s: %s',
    async (_, reason, make) => {
      // Each is verified before it is changed.
      await at(signed(name))
      expect(await reasonOf(at(make(name)))).toBe(reason)
    },
  )
})

test.each(vectors)('the vector $scheme of $body', async ({ body, headers, secret, timestamp = 0 }) => {
  await verifySignature(body, headers, secret, { now: new Date(timestamp * 1000) })
  const changed = verifySignature(`${body} `, headers, secret, { now: new Date(timestamp * 1000) })
  expect(await reasonOf(changed)).toBe('SIGNATURE_MISMATCH')
})

test('a body that is not UTF-8', async () => {
  const secret = createSecret()
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const body = Uint8Array.from([0x7b, 0xff, 0x7d])
  const { createHmac } = await import('node:crypto')
  const seconds = Math.floor(NOW.getTime() / 1000)
  const signature = createHmac('sha256', key).update(`evt_1.${seconds}.`).update(body).digest('base64')
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': `${seconds}`,
    'webhook-signature': `v1,${signature}`,
  }
  expect(await reasonOf(verify(body, headers, secret, { now: NOW }))).toBe('BODY_NOT_UTF8')
})

test('own faults are answered with 500, so that the delivery comes again; a forged request with 401', () => {
  expect(new RequestRefused('NO_SECRET', '').status).toBe(500)
  expect(new RequestRefused('BODY_NOT_RAW', '').status).toBe(500)
  expect(new RequestRefused('SIGNATURE_MISMATCH', '').status).toBe(401)
})
