/** Signs in as the page does: with a link's token, or with an API key. `url` is anywhere at the API. */
export function signIn(
  url: string,
  who: { token: string } | { apiKey: string },
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(new URL('/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(who),
  })
}

/** The session's cookie, to be sent with what is asked in it. */
export const cookieOf = (signedIn: Response) => signedIn.headers.get('set-cookie')!.split(';')[0]!
