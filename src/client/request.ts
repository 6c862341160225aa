import { DurahookError } from './errors.ts'

export interface Connection {
  /** Of the API, with or without `/graphql`: `https://hooks.example.com`. */
  url: string
  apiKey: string
  /** How long a request is tried again while the API is away or busy, in milliseconds. Default: 30,000. */
  patienceMs?: number
  fetch?: typeof globalThis.fetch
}

/** What is tried again, with the same idempotency key: nothing was stored, or nobody knows whether it was. */
const AGAIN = ['NETWORK', 'UNAVAILABLE', 'RATE_LIMITED']

const PATIENCE_MS = 30_000
const PAUSE_MS = { least: 200, most: 5_000 }

/** How long one request may take, in milliseconds. */
const TIMEOUT_MS = 15_000

interface Answer<Data> {
  data?: Data | null
  errors?: { message: string; extensions?: { code?: string; errorId?: string; retryAfterSeconds?: number } }[]
}

/** `https://…/graphql` of what was given. */
export const endpointOf = (url: string): URL => {
  const endpoint = new URL(url)
  endpoint.pathname = endpoint.pathname.replace(/(\/graphql)?\/?$/, '/graphql')
  return endpoint
}

/**
 * Sends a query or mutation and gives its data. While the API is away or busy it is sent again, with growing pauses; so a mutation
 * needs an idempotency key, or must be safe to repeat.
 * @throws DurahookError; TypeError for an address that is none
 */
export async function request<Data>(
  connection: Connection,
  query: string,
  variables: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<Data> {
  const body = JSON.stringify({ query, variables })
  const deadline = Date.now() + (connection.patienceMs ?? PATIENCE_MS)
  for (let pauseMs = PAUSE_MS.least; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS.most)) {
    const { data, errors } = await post<Data>(connection, body, signal)
    const [error] = errors ?? []
    if (!error) return data!
    const { code = 'INTERNAL_SERVER_ERROR', errorId, retryAfterSeconds } = error.extensions ?? {}
    const waitMs =
      retryAfterSeconds === undefined ? pauseMs * (0.5 + Math.random()) : retryAfterSeconds * 1000
    if (!AGAIN.includes(code) || Date.now() + waitMs > deadline)
      throw new DurahookError(code, error.message, { errorId: errorId ?? null })
    await pause(waitMs, signal)
  }
}

async function post<Data>(connection: Connection, body: string, signal?: AbortSignal): Promise<Answer<Data>> {
  const { apiKey, fetch = globalThis.fetch } = connection
  // HTTP can't carry it, which fetch would take for a failure of the network.
  if (!/^[ -~]*$/.test(apiKey.trim()))
    return failure('UNAUTHENTICATED', 'The API key has characters that no key has.')
  const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]
  const endpoint = endpointOf(connection.url) // not below: an address that is none is no outage
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body,
      signal: AbortSignal.any(signals),
    })
    // Of a proxy, say: no answer of durahook.
    if (!/json/.test(response.headers.get('content-type') ?? ''))
      return network(
        `The API's address answers ${response.status} and no JSON: ${(await response.text()).slice(0, 100)}`,
      )
    const answer = (await response.json()) as Answer<Data> | null
    return answer?.data || answer?.errors?.[0]
      ? answer
      : network(`The API's address answers ${response.status} and nothing of GraphQL.`)
  } catch (error) {
    signal?.throwIfAborted()
    return network(`The API can't be reached: ${messageOf(error)}`)
  }
}

const failure = (code: string, message: string) => ({ errors: [{ message, extensions: { code } }] })
const network = (message: string) => failure('NETWORK', message)

/** Of fetch, the reason is the cause. */
function messageOf(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error ? cause.message : message
}

export const pause = (milliseconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer)
      reject(signal!.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, milliseconds)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
  })

/** A user error as the API gives it. */
export interface UserError {
  code: string
  message: string
  field: string[] | null
}

/** Throws if there are user errors. `before`: how many of a list went in requests before, as fields have an index. */
export function requireNone(userErrors: readonly UserError[], before = 0): void {
  const problems = userErrors.map(({ field, ...error }) => {
    const [list, index, ...more] = field ?? []
    const isInList = index !== undefined && /^\d+$/.test(index)
    return {
      ...error,
      field: (isInList ? [list, Number(index) + before, ...more] : field)?.join('.') ?? null,
    }
  })
  const [first] = problems
  if (!first) return
  const message = problems.map((problem) => problem.message).join(' ')
  throw new DurahookError(first.code, message, { field: first.field, problems })
}
