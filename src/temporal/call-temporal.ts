import { setTimeout as delay } from 'node:timers/promises'
import { isGrpcServiceError, ServiceError, type Client } from '@temporalio/client'

/** Temporal did not answer in time, or not at all. */
class TemporalUnavailable extends Error {}

/** Longest wait for Temporal's answer while a caller of the API waits, in milliseconds. */
const TIMEOUT_MS = 1_800

/**
 * Calls Temporal while a caller of the API waits. Throws Temporal's errors, and TemporalUnavailable if it does not answer
 * in time: the SDK would retry for twenty seconds.
 */
export async function callTemporal<Result>(client: Client, call: () => Promise<Result>): Promise<Result> {
  const answered = new AbortController()
  const result = client.withDeadline(Date.now() + TIMEOUT_MS, call)
  const late = delay(TIMEOUT_MS, undefined, { signal: answered.signal }).then(() => {
    throw new TemporalUnavailable('Temporal did not answer in time.')
  })
  result.catch(() => {}) // it may fail after the timeout, when nobody handles the error
  late.catch(() => {})
  try {
    return await Promise.race([result, late])
  } finally {
    answered.abort()
  }
}

/** As callTemporal, and null if Temporal is away or refuses the call. */
export async function askTemporal<Result>(
  client: Client,
  call: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await callTemporal(client, call)
  } catch (error) {
    if (error instanceof TemporalUnavailable || error instanceof ServiceError || isGrpcServiceError(error))
      return null
    throw error
  }
}
