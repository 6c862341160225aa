import { useEffect, useState } from 'react'
import { request, type ApiError } from '../api/request.ts'
import { PlanReplayDocument, type PlanReplayInput, type PlanReplayQuery } from '../generated/operations.ts'

export type Plan = PlanReplayQuery['planReplay']

/** Debounce time from the last change of the form to counting, in milliseconds. */
const CHANGING_MS = 300

/** What a replay with this input would send; null while it is counted again. Null as input: nothing is asked. */
export function usePlan(input: PlanReplayInput | null): { plan: Plan | null; error: ApiError | null } {
  const key = JSON.stringify(input)
  const [state, setState] = useState<{ key: string; plan: Plan | null; error: ApiError | null } | null>(null)
  useEffect(() => {
    if (input === null) return
    const ended = new AbortController()
    const timer = setTimeout(
      () =>
        request(PlanReplayDocument, { input }, ended.signal).then(
          ({ planReplay: plan }) => setState({ key, plan, error: null }),
          (error: ApiError) => ended.signal.aborted || setState({ key, plan: null, error }),
        ),
      state === null ? 0 : CHANGING_MS,
    )
    return () => {
      clearTimeout(timer)
      ended.abort()
    }
    // `key` stands for the input.
  }, [key])
  return state?.key === key ? state : { plan: null, error: null }
}
