import { fromBase64, fromHex, standardKey, textKey, type Bytes, type VerifyingKey } from './keys.ts'
import type { ReadHeader } from './headers.ts'
import { RequestRefused } from './refusal.ts'

/** The signatures of a request, as its dialect writes them. */
export interface Signatures {
  /** What identifies the event or delivery; null if the dialect writes that in the body only. */
  id: string | null
  /** When the request was made, in seconds since 1970; null if the dialect does not sign it. */
  timestamp: number | null
  /** The signed text before the body. */
  prefix: string
  /** `kind`: its version, of which only known ones are here. */
  found: { kind: VerifyingKey['kind']; bytes: Bytes }[]
}

/** How a receiver reads one wire format. */
export interface ReceivedDialect {
  name: 'standard' | 'campsite' | 'sjocamp'
  /** The header that only this dialect's requests have, in lower case. */
  signatureHeader: string
  keyOf(secret: string): Promise<VerifyingKey>
  read(header: ReadHeader): Signatures
  /** The names of the body's fields. */
  fields: { id: string | null; type: string; time: string }
}

/** Of a signature, in bytes. */
const LENGTH = { v1: 32, v1a: 64 }

/** Source: the Standard Webhooks specification 1.0. */
const standard: ReceivedDialect = {
  name: 'standard',
  signatureHeader: 'webhook-signature',
  keyOf: standardKey,
  read(header) {
    const id = header('webhook-id')
    if (!id) throw new RequestRefused('ID_MISSING', 'The header webhook-id is missing.')
    if (id.includes('.'))
      throw new RequestRefused(
        'ID_INVALID',
        'The id has a full stop, so what is signed could be read in two ways.',
      )
    const timestamp = header('webhook-timestamp')
    const seconds = secondsOf(timestamp, 'The header webhook-timestamp')
    const found = header('webhook-signature')!
      .split(' ')
      .filter((entry) => entry !== '')
      .flatMap((entry): Signatures['found'] => {
        const [kind, text = '', ...more] = entry.split(',')
        if (more.length > 0 || text === '')
          throw malformed(
            `"${shortened(entry)}" is no signature: it has to be a version, a comma and base64.`,
          )
        if (kind !== 'v1' && kind !== 'v1a') return []
        const bytes = fromBase64(text)
        if (bytes?.length !== LENGTH[kind])
          throw malformed(`A signature of version ${kind} is not ${LENGTH[kind]} bytes in base64.`)
        return [{ kind, bytes }]
      })
    return { id, timestamp: seconds, prefix: `${id}.${timestamp}.`, found }
  },
  fields: { id: null, type: 'type', time: 'timestamp' },
}

/** Source: Campsite's "Webhooks" developer guide. */
const campsite: ReceivedDialect = {
  name: 'campsite',
  signatureHeader: 'x-campsite-signature',
  keyOf: textKey,
  read(header) {
    const parts = header('x-campsite-signature')!
      .split(',')
      .map((part) => part.split('=') as [string, string?])
    const timestamps = parts.filter(([name]) => name.trim() === 't')
    if (timestamps.length > 1) throw malformed('X-Campsite-Signature has several timestamps.')
    const timestamp = timestamps[0]?.[1] ?? null
    const seconds = secondsOf(timestamp, 'The part t= of X-Campsite-Signature')
    const found = parts
      .filter(([name]) => name.trim() === 'v1')
      .map(([, text = '']) => ({ kind: 'v1' as const, bytes: hexSignature(text) }))
    return { id: null, timestamp: seconds, prefix: `${timestamp}.`, found }
  },
  fields: { id: 'id', type: 'type', time: 'timestamp' },
}

/** Source: Sjocamp's "Webhooks" help page. Nothing but the body is signed, so nothing says when the request was made. */
const sjocamp: ReceivedDialect = {
  name: 'sjocamp',
  signatureHeader: 'x-sjocamp-signature',
  keyOf: textKey,
  read: (header) => ({
    id: null,
    timestamp: null,
    prefix: '',
    found: [{ kind: 'v1', bytes: hexSignature(header('x-sjocamp-signature')!) }],
  }),
  fields: { id: 'delivery_id', type: 'event', time: 'occurred_at' },
}

export const DIALECTS: readonly ReceivedDialect[] = [standard, campsite, sjocamp]

function secondsOf(text: string | null, where: string): number {
  if (!text) throw new RequestRefused('TIMESTAMP_MISSING', `${where} is missing.`)
  if (!/^\d{1,12}$/.test(text))
    throw new RequestRefused('TIMESTAMP_INVALID', `${where} is not a number of seconds since 1970.`)
  return Number(text)
}

function hexSignature(text: string): Bytes {
  const bytes = fromHex(text)
  if (bytes?.length !== LENGTH.v1) throw malformed('A signature is not 64 hexadecimal digits.')
  return bytes
}

const malformed = (message: string) => new RequestRefused('SIGNATURE_INVALID', message)

const shortened = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text)
