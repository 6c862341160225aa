import { useCallback, useState } from 'react'
import type { ProblemFragment, TypedDocumentString } from '../generated/operations.ts'
import { ApiError, request, type WithRaw } from './request.ts'
import { refresh } from './use-query.ts'

interface Payload {
  userErrors: ProblemFragment[]
}

/** A problem of a form. `field` is the last part of the field's path; null if the problem concerns the whole form. */
export interface Problem {
  field: string | null
  message: string
  code: string
}

export interface Mutation<Result, Variables> {
  /** Sends the mutation. Resolves with the payload; null if there are problems, which are then in `problems`. */
  run(variables: WithRaw<Variables>): Promise<Result[keyof Result] | null>
  busy: boolean
  problems: readonly Problem[]
  clear(): void
}

/** Runs a mutation with one root field and returns its problems. Afterwards everything on the page is read again. */
export function useMutation<Result extends Record<string, Payload>, Variables>(
  document: TypedDocumentString<Result, Variables>,
): Mutation<Result, Variables> {
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<readonly Problem[]>([])

  const run = useCallback(
    async (variables: WithRaw<Variables>) => {
      setBusy(true)
      const { payload, problems: found } = await send(document, variables)
      setProblems(found)
      setBusy(false)
      // Somebody else changed the entity meanwhile: show its current state.
      if (found.some(({ code }) => code === 'CONFLICT')) refresh()
      if (!payload || found.length > 0) return null
      refresh()
      return payload
    },
    [document],
  )
  return { run, busy, problems, clear: useCallback(() => setProblems([]), []) }
}

async function send<Result extends Record<string, Payload>, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: WithRaw<Variables>,
): Promise<{ payload?: Result[keyof Result]; problems: Problem[] }> {
  try {
    const result = await request(document, variables)
    const payload = Object.values(result)[0] as Result[keyof Result]
    return { payload, problems: payload.userErrors.map(problemFrom) }
  } catch (error) {
    const { code, message } = error as ApiError
    return { problems: [{ field: null, code: code ?? 'INTERNAL_SERVER_ERROR', message }] }
  }
}

/** A problem as the API tells it, for the form's fields. */
export function problemFrom({ field, code, message }: ProblemFragment): Problem {
  const last = field?.findLast((part) => part !== 'input' && !/^\d+$/.test(part))
  return { field: last ?? null, code, message }
}
