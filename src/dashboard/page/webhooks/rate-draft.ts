import type { RateLimitInput, RatePeriod } from '../generated/operations.ts'

/** How many attempts a webhook's owner allows in a time, as it is typed; an empty limit is none. */
export interface RateDraft {
  limit: string
  per: RatePeriod
}

export const NO_RATE: RateDraft = { limit: '', per: 'SECOND' }

/** The API's largest limit. */
const MOST = 1_000_000

/** The periods, as the form offers them, with their seconds. */
export const PERIODS: Record<RatePeriod, { label: string; seconds: number }> = {
  SECOND: { label: 'per second', seconds: 1 },
  MINUTE: { label: 'per minute', seconds: 60 },
  HOUR: { label: 'per hour', seconds: 3_600 },
}

/** A stored limit as a draft. */
export const rateDraftOf = (rate: RateLimitInput | null): RateDraft =>
  rate ? { limit: String(rate.limit), per: rate.per } : NO_RATE

/** A draft as the API takes it, null for none; and why it can't be read. */
export function readRate({ limit, per }: RateDraft): {
  input: RateLimitInput | null
  problem: string | null
} {
  const text = limit.trim()
  if (text === '') return { input: null, problem: null }
  const value = Number(text)
  const known = /^\d+$/.test(text) && value >= 1 && value <= MOST
  if (!known) return { input: null, problem: 'Write a whole number from 1 to 1,000,000.' }
  return { input: { limit: value, per }, problem: null }
}

/** `10 per second`; `none`. */
export const describeRate = ({ limit, per }: RateDraft): string =>
  limit.trim() === '' ? 'none' : `${limit} ${PERIODS[per].label}`

/** Attempts per second. */
export const perSecond = ({ limit, per }: RateLimitInput): number => limit / PERIODS[per].seconds

/** A rate in attempts per second for people: `12 per second`, `30 per minute`, `2 per hour`. */
export function writtenRate(rate: number): string {
  const per = rate >= 1 ? 'SECOND' : rate * 60 >= 1 ? 'MINUTE' : 'HOUR'
  const { label, seconds } = PERIODS[per]
  return `${(Math.round(rate * seconds * 10) / 10).toLocaleString()} ${label}`
}
