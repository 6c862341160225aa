import { problem, UserErrors, type UserError } from '../words/user-errors.ts'
import type { DeliveryStatus, ErrorKind } from '../words/enums.ts'

/** The input of planReplay and startReplay, as it was given. */
export interface ReplayInput {
  since?: Date | null | undefined
  until?: Date | null | undefined
  statuses?: readonly DeliveryStatus[] | null | undefined
  eventTypes?: readonly string[] | null | undefined
  statusCodes?: readonly number[] | null | undefined
  errorKinds?: readonly ErrorKind[] | null | undefined
  includeMissed?: boolean | null | undefined
  ratePerSecond?: number | null | undefined
  idempotencyKey?: string | null | undefined
}

/** The input with what was left out. Times: null if they were not given. */
export interface CheckedInput {
  since: Date | null
  until: Date | null
  statuses: DeliveryStatus[]
  eventTypes: string[]
  statusCodes: number[]
  errorKinds: ErrorKind[]
  includeMissed: boolean
  ratePerSecond: number
}

const DEFAULT_RATE = 10
const MAXIMUM_RATE = 1_000

/** Maximum length of each list. */
const MAXIMUM_LIST = 200
const MAXIMUM_KEY = 255

/** How far back a replay goes unless it is told, in milliseconds. */
const DEFAULT_SINCE_MS = 24 * 3_600_000

/** Throws INVALID, with all that is wrong. */
export function checkInput(input: ReplayInput): CheckedInput {
  const wrong: UserError[] = []
  const refuse = (field: string, message: string) => wrong.push(problem('INVALID', message, `input.${field}`))
  const checked: CheckedInput = {
    since: input.since ?? null,
    until: input.until ?? null,
    statuses: unique(input.statuses ?? ['FAILED', 'SKIPPED']),
    eventTypes: unique(input.eventTypes ?? []),
    statusCodes: unique(input.statusCodes ?? []),
    errorKinds: unique(input.errorKinds ?? []),
    includeMissed: input.includeMissed ?? false,
    ratePerSecond: input.ratePerSecond ?? DEFAULT_RATE,
  }
  if (checked.statuses.includes('PENDING'))
    refuse('statuses', 'A PENDING delivery is still sent by itself: leave PENDING out.')
  if (checked.statuses.length === 0 && !checked.includeMissed)
    refuse('statuses', 'Give at least one status, or includeMissed.')
  for (const field of ['eventTypes', 'statusCodes'] as const)
    if (checked[field].length > MAXIMUM_LIST)
      refuse(field, `At most ${MAXIMUM_LIST} of these; ${checked[field].length} were given.`)
  if (rateProblem(checked.ratePerSecond)) refuse('ratePerSecond', rateProblem(checked.ratePerSecond)!)
  const key = input.idempotencyKey
  if (key != null && (key.length === 0 || key.length > MAXIMUM_KEY))
    refuse('idempotencyKey', `An idempotency key has 1 to ${MAXIMUM_KEY} characters.`)
  const { since, until } = timesOf(checked, new Date())
  if (since >= until) refuse('since', '"since" must be before "until", and in the past.')
  if (wrong.length > 0) throw new UserErrors(wrong)
  return checked
}

/** What is wrong with a rate; null: nothing. */
export const rateProblem = (ratePerSecond: number): string | null =>
  ratePerSecond >= 1 && ratePerSecond <= MAXIMUM_RATE
    ? null
    : `A rate is from 1 to ${MAXIMUM_RATE} a second; it is ${ratePerSecond}.`

/** The times that a replay made `now` is of. */
export function timesOf(
  { since, until }: Pick<CheckedInput, 'since' | 'until'>,
  now: Date,
): { since: Date; until: Date } {
  const end = until && until < now ? until : now
  return { since: since ?? new Date(now.getTime() - DEFAULT_SINCE_MS), until: end }
}

const unique = <Value extends string | number>(values: readonly Value[]): Value[] =>
  [...new Set(values)].sort()
