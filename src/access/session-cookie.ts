import type { IncomingMessage } from 'node:http'

const NAME = 'durahook_session'

/** The session's token in a request; null: it has none, or it was sent by another site's page. */
export function sessionToken(request: IncomingMessage, publicUrl: string | undefined): string | null {
  if (!isSameOrigin(request, publicUrl)) return null
  const cookies = (request.headers.cookie ?? '').split(/;\s*/)
  return cookies.find((cookie) => cookie.startsWith(`${NAME}=`))?.slice(NAME.length + 1) || null
}

/** The header that gives a browser its session. No script can read it, and no other site's page sends it along. */
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

/** The header that takes it away. */
export const endedCookie = (secure: boolean): string => sessionCookie('', new Date(0), secure)

/**
 * Whether a page of ours sent the request. Browsers say where a request comes from in Origin (always for WebSockets and
 * for what is not GET) and Sec-Fetch-Site; the cookie's SameSite rule is the first guard, this is the second.
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
