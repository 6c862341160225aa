import type { IncomingMessage } from 'node:http'

/** The key a WebSocket shows, and what to tell who showed none that is good. */
export interface SocketCredentials {
  /** Null: none. */
  bearer: string | null
  /** How to send a key, for the close reason: 123 bytes at the most. */
  advice: string
}

const SEND = 'send connectionParams {"authorization":"Bearer dk_..."}'

/**
 * A key is sent in the connection's parameters, as `authorization`, in whatever case, or as one of `headers` there, as
 * Apollo's examples have it; or in the header of the request that opens the socket, where a client can set it.
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

/** The token of `Bearer <token>`. */
export function bearerToken(authorization: unknown): string | null {
  return typeof authorization === 'string' ? (/^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? null) : null
}

function member(of: unknown, wanted: string): unknown {
  if (typeof of !== 'object' || of === null) return undefined
  return Object.entries(of).find(([name]) => name.toLowerCase() === wanted)?.[1]
}
