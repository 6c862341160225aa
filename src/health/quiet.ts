/** The statuses that ask for less: 429 always, the others if they say until when (RFC 9110, section 10.2.3; RFC 6585, section 4). */
const TOO_MANY_REQUESTS = 429
const OVERLOADED = new Set([502, 503, 504])

/** How long a receiver that answers 429 without Retry-After gets nothing, in milliseconds. */
const UNSAID_MS = 5_000

/** The longest time that one answer can ask for. A receiver that needs longer can ask again. */
const MAXIMUM_MS = 60 * 60 * 1000

/** The random part that is added, so that many webhooks of one receiver don't begin again at once. */
const JITTER = 0.1

/**
 * For how long an answer asks for no requests to its webhook, in milliseconds; null: it does not. `requestedMs`: its Retry-After.
 * `random`: from 0 up to 1.
 */
export function quietMsOf(
  statusCode: number | null,
  requestedMs: number | null,
  random: number,
): number | null {
  const asks = statusCode === TOO_MANY_REQUESTS || (OVERLOADED.has(statusCode!) && requestedMs !== null)
  return asks ? Math.min((requestedMs ?? UNSAID_MS) * (1 + JITTER * random), MAXIMUM_MS) : null
}
