import type { IncomingMessage } from 'node:http'

/** The API key sent with a WebSocket, and the advice for a client without a valid key. */
export interface SocketCredentials {
  /** Null if the client sent no key. */
  bearer: string | null
  /** How to send a key. Used as the close reason, so at most 123 bytes. */
  advice: string
}

const SEND = 'send connectionParams {"authorization":"Bearer dk_..."}'

/**
 * Finds the key in the connection parameters, as `authorization` (in any case) or inside `headers`, as in Apollo's
 * examples; or in the Authorization header of the upgrade request, if the client can set it.
 */
export function socketCredentials(
  parameters: Readonly<Record<string, unknown>> | null | undefined,
  { headers }: IncomingMessage,
): SocketCredentials {
  const given = [
    member(parameters, 'authorization'),
    member(member(parameters, 'headers'), 'authorization'),
    headers.authorization,
  ].find((value) => value !== undefined && value !== null)
  const bearer = bearerToken(given)
  if (bearer !== null)
    return { bearer, advice: `The API key is unknown, expired or revoked: ${SEND} with another.` }
  if (given !== undefined) return { bearer, advice: `The authorization is not "Bearer" and a key: ${SEND}` }
  return JSON.stringify(parameters ?? {}).includes('dk_')
    ? { bearer, advice: `The API key is in the wrong place: ${SEND}` }
    : { bearer, advice: `An API key is missing: ${SEND}` }
}

/** The token of `Bearer <token>`; null if `authorization` has another form. */
export function bearerToken(authorization: unknown): string | null {
  return typeof authorization === 'string' ? (/^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? null) : null
}

function member(of: unknown, wanted: string): unknown {
  if (typeof of !== 'object' || of === null) return undefined
  return Object.entries(of).find(([name]) => name.toLowerCase() === wanted)?.[1]
}
