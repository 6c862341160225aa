import type { TypedDocumentString } from '../generated/operations.ts'
import { syncClock } from './clock.ts'
import { RawJson, stringifyRaw } from './raw-json.ts'
import { DifferentPerson, endSession, sessionEnd, sessionIsBack } from './session-end.ts'

/** A GraphQL error of the API, or no answer at all (`UNREACHABLE`). */
export class ApiError extends Error {
  readonly code: string
  /** Path of the field that failed, from the root on; empty if the request as a whole failed. */
  readonly path: readonly (string | number)[]
  constructor(code: string, message: string, path: readonly (string | number)[] = []) {
    super(message)
    this.code = code
    this.path = path
  }
}

/** Variables in which each value can be a RawJson instead. */
export type WithRaw<Variables> = {
  [Key in keyof Variables]: Variables[Key] | RawJson | WithRaw<Variables[Key]>
}

/**
 * Sends a query or mutation with the session cookie. If the session has ended, waits until the same person has signed in
 * again and then sends it again, which is safe since the API executes nothing that it refuses. Throws an ApiError.
 */
export async function request<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: WithRaw<Variables>,
  signal?: AbortSignal,
): Promise<Result> {
  for (;;) {
    await sessionIsBack(signal).catch((error: unknown) => {
      throw error instanceof DifferentPerson ? new ApiError('UNAUTHENTICATED', error.message) : error
    })
    try {
      return await ask(document, variables, signal)
    } catch (error) {
      if (!sessionEnd.get() || (error as ApiError).code !== 'UNAUTHENTICATED') throw error
    }
  }
}

/** As request, but fails if the session has ended. */
export async function ask<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: WithRaw<Variables>,
  signal?: AbortSignal,
): Promise<Result> {
  const body = stringifyRaw({ query: document.toString(), variables })
  const answer = await send(body, signal)
  const [error] = answer.errors ?? []
  if (error) {
    const code = error.extensions?.code ?? 'INTERNAL_SERVER_ERROR'
    if (code === 'UNAUTHENTICATED') endSession()
    throw new ApiError(code, error.message, error.path)
  }
  return answer.data as Result
}

interface Answer {
  data?: unknown
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[]
}

async function send(body: string, signal?: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: signal ?? null,
    })
    syncClock(response.headers.get('date'))
    return (await response.json()) as Answer
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError('UNREACHABLE', 'The server does not answer. Check your connection, then try again.')
  }
}
