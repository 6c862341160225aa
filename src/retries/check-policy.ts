import { attemptTimes, deadlineMsOf, MAXIMUM_RETRIES, retriesOf, type OwnPolicy } from './own-policy.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { problem, type UserError } from '../words/user-errors.ts'

/** A policy as a caller gives it: what is null or left out is the dialect's. */
export interface PolicyInput {
  delays?: readonly number[] | null | undefined
  exponential?: { initialSeconds: number; factor: number; maximumSeconds: number } | null | undefined
  maximumRetries?: number | null | undefined
  timeoutMs?: number | null | undefined
  deadlineSeconds?: number | null | undefined
}

const DAY_SECONDS = 86_400
/** The longest holds a worker's slot and its connection as long; see DEAD_ATTEMPT_SECONDS. */
const TIMEOUT_MS = { least: 1_000, most: 30_000 }
const FACTOR = { least: 1, most: 10 }

/** A policy in the form in which it is stored; null if nothing is chosen. */
export function ownPolicyOf(input: PolicyInput | null): OwnPolicy | null {
  const own: OwnPolicy = {
    delays: input?.delays ? [...input.delays] : null,
    exponential: input?.exponential ? { ...input.exponential } : null,
    maximumRetries: input?.maximumRetries ?? null,
    timeoutMs: input?.timeoutMs ?? null,
    deadlineSeconds: input?.deadlineSeconds ?? null,
  }
  return Object.values(own).every((value) => value === null) ? null : own
}

/** The problems of a webhook's own policy. `field`: the path of the policy in the input. */
export function checkPolicy(dialect: Dialect, input: PolicyInput, field: string): UserError[] {
  const own = ownPolicyOf(input)
  if (!own) return []
  if (!dialect.ownPolicy) {
    const message = `${dialect.title} promises its receivers when it retries, so its webhooks have no policy of their own.`
    return [problem('RETRY_POLICY_NOT_SUPPORTED', message, field)]
  }
  const problems = checkNumbers(own, field)
  if (own.delays && own.exponential)
    problems.push(problem('INVALID', 'Give delays or exponential, not both.', `${field}.delays`))
  if (problems.length > 0) return problems
  // One more than there may be, to tell.
  const counted = { ...own, maximumRetries: own.maximumRetries ?? MAXIMUM_RETRIES + 1 }
  const retries = retriesOf(counted, dialect.retryPolicy)
  const times = attemptTimes(retries, deadlineMsOf(own), MAXIMUM_RETRIES + 2)
  if (times.length <= MAXIMUM_RETRIES + 1) return []
  const message = `It would make more than ${MAXIMUM_RETRIES} retries within its deadline: make the delays longer, or give maximumRetries.`
  return [problem('INVALID', message, field)]
}

function checkNumbers(own: OwnPolicy, field: string): UserError[] {
  const problems: UserError[] = []
  const check = (name: string, value: number | null | undefined, least: number, most: number) => {
    if (value == null || (value >= least && value <= most)) return
    problems.push(problem('INVALID', `It is a number from ${least} to ${most}.`, `${field}.${name}`))
  }
  if (own.delays && (own.delays.length < 1 || own.delays.length > MAXIMUM_RETRIES))
    problems.push(
      problem(
        'INVALID',
        `Give 1 to ${MAXIMUM_RETRIES} delays; for none, maximumRetries is 0.`,
        `${field}.delays`,
      ),
    )
  own.delays
    ?.slice(0, MAXIMUM_RETRIES)
    .forEach((seconds, index) => check(`delays.${index}`, seconds, 1, DAY_SECONDS))
  check('exponential.initialSeconds', own.exponential?.initialSeconds, 1, DAY_SECONDS)
  check('exponential.factor', own.exponential?.factor, FACTOR.least, FACTOR.most)
  const first = Math.min(Math.max(own.exponential?.initialSeconds ?? 1, 1), DAY_SECONDS)
  check('exponential.maximumSeconds', own.exponential?.maximumSeconds, first, DAY_SECONDS)
  check('maximumRetries', own.maximumRetries, 0, MAXIMUM_RETRIES)
  check('timeoutMs', own.timeoutMs, TIMEOUT_MS.least, TIMEOUT_MS.most)
  check('deadlineSeconds', own.deadlineSeconds, 1, DAY_SECONDS)
  return problems
}
