import { useEffect, useState } from 'react'
import { request } from '../api/request.ts'
import { problemFrom, type Problem } from '../api/use-mutation.ts'
import {
  CheckRetryPolicyDocument,
  type CheckRetryPolicyQuery,
  type RetryPolicyInput,
} from '../generated/operations.ts'

/** Debounce time from the last keystroke to the check of a policy, in milliseconds. */
const TYPING_MS = 300

export interface PolicyCheck {
  /** What webhooks with it get; null: it is refused. */
  retryPolicy: CheckRetryPolicyQuery['checkRetryPolicy']['retryPolicy']
  problems: readonly Problem[]
}

/** What the server says of a policy while it is typed; the last answer until there is one. `input` null: it can't be read. */
export function usePolicyCheck(
  organizationId: string,
  dialect: string,
  input: RetryPolicyInput | null,
): PolicyCheck | null {
  const [check, setCheck] = useState<PolicyCheck | null>(null)
  const typed = JSON.stringify(input)
  useEffect(() => {
    const retryPolicy = JSON.parse(typed) as RetryPolicyInput | null
    if (!retryPolicy) return
    const ended = new AbortController()
    const timer = setTimeout(() => {
      request(CheckRetryPolicyDocument, { organizationId, dialect, retryPolicy }, ended.signal)
        .then(({ checkRetryPolicy }) =>
          setCheck({
            retryPolicy: checkRetryPolicy.retryPolicy,
            problems: checkRetryPolicy.userErrors.map(problemFrom),
          }),
        )
        .catch(() => {}) // saving will report the error
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
      ended.abort()
    }
  }, [organizationId, dialect, typed])
  return check
}
