import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Envelope } from '../../src/dialects/dialect.ts'
import type { SecretKind } from '../../src/words/enums.ts'

/** A request as a receiver gets it. */
export interface Received {
  headers: Headers
  /** Raw bytes. */
  body: Buffer
}

export interface GoldenVector {
  secret: string
  /** The `webhook-id`, where the scheme signs one. */
  id?: string
  /** Unix seconds, where the scheme signs them. */
  timestamp?: number
  body: string
  headers: Record<string, string>
}

/** What is expected of one dialect. A new dialect brings one file that exports `table`; no test is edited. */
export interface DialectTable {
  name: string
  /** The name of its vectors in test/fixtures/signature-vectors.json. */
  scheme: string
  /** Vectors from elsewhere. */
  vectors: GoldenVector[]
  /** Exact bodies of envelopes. */
  bodies: { envelope: Envelope; body: string }[]
  /** What a receiver reads in the body. */
  parsed(envelope: Envelope, data: unknown): object
  /** Where a receiver finds its idempotency key. */
  idempotencyKey(request: Received): unknown
  /** A receiver not written by us. The key is the secret, or the public key where there is one. */
  accepts(request: Received, key: string): boolean
  secretForms: Partial<Record<SecretKind, RegExp>>
  eventTypes: string[]
  /** Dotted paths of the examples that need not be there, and those below which anything goes. */
  optional: string[]
  free: string[]
  /** More data of an event type, and whether its schema takes it. */
  data: { type: string; data: object; valid: boolean }[]
  userAgent: string
  timeoutMs: number
  /** The delays before retries without jitter, in seconds; the last is repeated until the window ends if `more`. */
  retriesS: number[]
  more: boolean
  plans: string[] | null
  /** Words of the reference that a dashboard must show. */
  says: string[]
}

/** The tables of the folder `tables`, in the order of their names. */
export async function loadTables(): Promise<DialectTable[]> {
  const folder = join(import.meta.dirname, 'tables')
  const modules = (await readdir(folder)).sort().map((file) => import(pathToFileURL(join(folder, file)).href))
  return (await Promise.all(modules)).map((module: { table: DialectTable }) => module.table)
}
