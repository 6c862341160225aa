import type { TypedDocumentString } from '../generated/operations.ts'
import { RawJson, stringifyRaw } from './raw-json.ts'

/** A GraphQL error of the API, or no answer at all (`UNREACHABLE`). */
export class ApiError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** What a mutation's variables may hold: JSON text stands for the JSON it says. */
export type WithRaw<Variables> = {
  [Key in keyof Variables]: Variables[Key] | RawJson | WithRaw<Variables[Key]>
}

const ended = new Set<() => void>()

/** Calls back when the API no longer knows this browser's session. */
export function onSessionEnd(callback: () => void): () => void {
  ended.add(callback)
  return () => void ended.delete(callback)
}

/** Sends a query or mutation; the session's cookie goes along. Throws an ApiError. */
export async function request<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: WithRaw<Variables>,
  signal?: AbortSignal,
): Promise<Result> {
  const body = stringifyRaw({ query: document.toString(), variables })
  const answer = await send(body, signal)
  const [error] = answer.errors ?? []
  if (error) {
    const code = error.extensions?.code ?? 'INTERNAL_SERVER_ERROR'
    if (code === 'UNAUTHENTICATED') for (const callback of ended) callback()
    throw new ApiError(code, error.message)
  }
  return answer.data as Result
}

interface Answer {
  data?: unknown
  errors?: { message: string; extensions?: { code?: string } }[]
}

async function send(body: string, signal?: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: signal ?? null,
    })
    return (await response.json()) as Answer
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError('UNREACHABLE', 'The server does not answer. Check your connection, then try again.')
  }
}
