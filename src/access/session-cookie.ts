import type { IncomingMessage } from 'node:http'

const NAME = 'durahook_session'

/** Reads the session token of a request; null if there is none, or if a page of another site sent the request. */
export function sessionToken(request: IncomingMessage, publicUrl: string | undefined): string | null {
  if (!isSameOrigin(request, publicUrl)) return null
  const cookies = (request.headers.cookie ?? '').split(/;\s*/)
  return cookies.find((cookie) => cookie.startsWith(`${NAME}=`))?.slice(NAME.length + 1) || null
}

/** The Set-Cookie header of a session. Scripts can't read the cookie, and pages of other sites don't send it. */
export function sessionCookie(token: string, expiresAt: Date, secure: boolean): string {
  return [
    `${NAME}=${token}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Expires=${expiresAt.toUTCString()}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ')
}

/** The Set-Cookie header that removes the session. */
export const endedCookie = (secure: boolean): string => sessionCookie('', new Date(0), secure)

/**
 * Whether a page of this server sent the request. Browsers name the origin of a request in Origin (always for WebSockets
 * and for methods other than GET) and Sec-Fetch-Site. This is the second protection besides the cookie's SameSite rule.
 */
export function isSameOrigin(
  { headers: { origin, host, 'sec-fetch-site': site } }: IncomingMessage,
  publicUrl: string | undefined,
): boolean {
  if (origin !== undefined) {
    const from = URL.parse(origin)
    return (
      from !== null &&
      (from.host === host || (publicUrl !== undefined && from.origin === new URL(publicUrl).origin))
    )
  }
  return site === undefined || site === 'same-origin' || site === 'none'
}
