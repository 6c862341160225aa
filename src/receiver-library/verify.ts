import { DIALECTS, type ReceivedDialect, type Signatures } from './dialects.ts'
import { readerOf, type ReadHeader, type RequestHeaders } from './headers.ts'
import { isSignedBy, type Bytes, type VerifyingKey } from './keys.ts'
import { RequestRefused } from './refusal.ts'

/** A request that was signed with one of the receiver's secrets. */
export interface VerifiedEvent {
  dialect: 'standard' | 'campsite' | 'sjocamp'
  /** The same in every repeat: do the work once for each. */
  id: string
  /** The event type: `invoice.paid`. */
  type: string
  /** When it happened, not when it was sent. */
  occurredAt: Date
  data: unknown
  /** The whole body, parsed. */
  body: Readonly<Record<string, unknown>>
}

export interface VerifyOptions {
  /** How far the sender's clock and this one's may differ, and how long a request may take, in seconds. Default: 300. */
  tolerance?: number
  /** What time it is. Default: now. */
  now?: Date
}

const TOLERANCE_SECONDS = 300

/** Of one request: several times what a rotation makes. Each costs as much as hashing the body. */
const MAXIMUM_SIGNATURES = 16

/**
 * Verifies a request and returns what it says. `rawBody`: the bytes as they came, or their text; `secrets`: those of the webhook, two
 * while one is being replaced. Works with every dialect of durahook, in Node, Bun, Deno and edge workers.
 * @throws RequestRefused, with the reason. Answer with its `status`. RangeError for a tolerance that is none.
 */
export async function verify(
  rawBody: RawBody,
  headers: RequestHeaders,
  secrets: string | readonly string[],
  options: VerifyOptions = {},
): Promise<VerifiedEvent> {
  const { dialect, signatures, body } = await check(rawBody, headers, secrets, options)
  return eventOf(dialect, signatures, body)
}

/**
 * Verifies the signature only, whatever the body says: for senders that sign as a dialect does and write other bodies.
 * @throws RequestRefused, with the reason.
 */
export async function verifySignature(
  rawBody: RawBody,
  headers: RequestHeaders,
  secrets: string | readonly string[],
  options: VerifyOptions = {},
): Promise<void> {
  await check(rawBody, headers, secrets, options)
}

/** The bytes of a body as they came, or their text. */
export type RawBody = string | Uint8Array | ArrayBuffer

async function check(
  rawBody: RawBody,
  headers: RequestHeaders,
  secrets: string | readonly string[],
  { tolerance = TOLERANCE_SECONDS, now = new Date() }: VerifyOptions,
): Promise<{ dialect: ReceivedDialect; signatures: Signatures; body: Bytes }> {
  const body = bytesOf(rawBody)
  const header = readerOf(headers)
  const dialect = dialectOf(header)
  const keys = await keysOf(dialect, secrets)
  const signatures = dialect.read(header)
  checkTime(signatures.timestamp, now.getTime() / 1000, tolerance)
  await checkSignatures(signatures, keys, body)
  return { dialect, signatures, body }
}

function bytesOf(rawBody: unknown): Bytes {
  const bytes =
    typeof rawBody === 'string'
      ? new TextEncoder().encode(rawBody)
      : isBytes(rawBody)
        ? new Uint8Array(rawBody)
        : null
  if (!bytes)
    throw new RequestRefused(
      'BODY_NOT_RAW',
      'The body was parsed or read already. Only the bytes as they came can be verified: turn the parser off for this path.',
    )
  if (bytes.length === 0) throw new RequestRefused('BODY_EMPTY', 'The request has no body.')
  return bytes
}

/** Not `instanceof`: bytes of another realm are bytes too, as some runtimes' and test runners' are. */
const isBytes = (value: unknown): value is Uint8Array | ArrayBuffer =>
  ['[object Uint8Array]', '[object ArrayBuffer]'].includes(Object.prototype.toString.call(value))

function dialectOf(header: ReadHeader): ReceivedDialect {
  const found = DIALECTS.filter(({ signatureHeader }) => header(signatureHeader) !== null)
  const [dialect] = found
  if (!dialect)
    throw new RequestRefused(
      'NOT_SIGNED',
      `The request has none of the headers ${DIALECTS.map(({ signatureHeader }) => signatureHeader).join(', ')}.`,
    )
  if (found.length > 1)
    throw new RequestRefused(
      'SEVERAL_DIALECTS',
      `The request is signed as ${found.map(({ name }) => name).join(' and ')}.`,
    )
  if (header(dialect.signatureHeader)!.trim() === '')
    throw new RequestRefused('SIGNATURE_MISSING', `The header ${dialect.signatureHeader} is empty.`)
  return dialect
}

async function keysOf(
  dialect: ReceivedDialect,
  secrets: string | readonly string[],
): Promise<VerifyingKey[]> {
  const given = [secrets].flat().map((secret) => secret?.trim())
  if (given.length === 0 || given.some((secret) => !secret))
    throw new RequestRefused('NO_SECRET', 'The secret is empty: is the environment variable set?')
  return Promise.all(given.map((secret) => dialect.keyOf(secret)))
}

function checkTime(timestamp: number | null, now: number, tolerance: number): void {
  // What is no number compares as false, and would let every recorded request through.
  if (!(tolerance >= 0)) throw new RangeError(`The tolerance has to be seconds, not ${tolerance}.`)
  if (Number.isNaN(now)) throw new RangeError('`now` is no time.')
  if (timestamp === null) return
  const age = Math.round(now - timestamp)
  if (age > tolerance)
    throw new RequestRefused(
      'TIMESTAMP_TOO_OLD',
      `The request was signed ${age} s ago; ${tolerance} s are allowed.`,
    )
  if (age < -tolerance)
    throw new RequestRefused(
      'TIMESTAMP_IN_FUTURE',
      `The request was signed ${-age} s in the future: a clock is wrong.`,
    )
}

async function checkSignatures(
  { prefix, found }: Signatures,
  keys: readonly VerifyingKey[],
  body: Bytes,
): Promise<void> {
  if (found.length === 0)
    throw new RequestRefused('SIGNATURE_MISSING', 'The request has no signature of a known version.')
  if (found.length > MAXIMUM_SIGNATURES)
    throw new RequestRefused('SIGNATURE_INVALID', `The request has ${found.length} signatures.`)
  const content = joined(new TextEncoder().encode(prefix), body)
  let compared = false
  for (const key of keys)
    for (const { kind, bytes } of found) {
      if (kind !== key.kind) continue
      compared = true
      if (await isSignedBy(key, bytes, content)) return
    }
  if (!compared)
    throw new RequestRefused(
      'SIGNATURE_OF_OTHER_KIND',
      'The secret is of another kind than the signatures: shared secrets (whsec_) verify v1, public keys (whpk_) verify v1a.',
    )
  throw new RequestRefused(
    'SIGNATURE_MISMATCH',
    'No signature matches. The secret is of another webhook, or the body is not the one that was sent: is it parsed and written again?',
  )
}

function joined(first: Bytes, second: Bytes): Bytes {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}

function eventOf({ name, fields }: ReceivedDialect, signatures: Signatures, bytes: Bytes): VerifiedEvent {
  const body = parse(bytes)
  const textOf = (field: string) => {
    const value = body[field]
    if (typeof value !== 'string' || value === '')
      throw new RequestRefused('BODY_INCOMPLETE', `The body has no ${field}.`)
    return value
  }
  const occurredAt = new Date(textOf(fields.time))
  if (Number.isNaN(occurredAt.getTime()))
    throw new RequestRefused('BODY_INCOMPLETE', `The body's ${fields.time} is no time.`)
  return {
    dialect: name,
    id: fields.id === null ? signatures.id! : textOf(fields.id),
    type: textOf(fields.type),
    occurredAt,
    data: body['data'],
    body,
  }
}

function parse(bytes: Bytes): Record<string, unknown> {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new RequestRefused('BODY_NOT_UTF8', 'The body is not UTF-8.')
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new RequestRefused('BODY_NOT_JSON', 'The body is not JSON.')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RequestRefused('BODY_NOT_JSON', 'The body is not a JSON object.')
  return body as Record<string, unknown>
}
