/**
 * Reads an `http:` or `https:` URL; returns it without a trailing slash.
 * @throws Error that says what it must be
 */
export function parseHttpUrl(text: string, { path }: { path: boolean }): string {
  const form = `it must be a URL such as https://hooks.example.com${path ? ', with or without a path' : ', without a path'}`
  const url = parse(text, form)
  if (url.pathname !== '/' && !path) throw new Error(`it has a path; ${form}`)
  return `${url.origin}${path ? url.pathname.replace(/\/+$/, '') : ''}`
}

/**
 * Reads comma-separated origins. They are put into a Content-Security-Policy unchanged.
 * @throws Error that says what it must be
 */
export function parseOrigins(text: string): string[] {
  const form = 'it must be origins such as https://app.example.com, comma-separated'
  return text
    .split(',')
    .map((origin) => origin.trim())
    .filter(Boolean)
    .map((origin) => {
      // The policy's wildcard for all hosts of a site. `https://*` is refused: it would allow everybody.
      const [, scheme, site] = /^(https?:\/\/)\*\.([^/*]+\.[^/*]+)$/.exec(origin) ?? []
      if (scheme && site) return `${scheme}*.${parse(`${scheme}${site}`, form).host}`
      const url = parse(origin, form)
      if (url.pathname !== '/' || url.hostname.includes('*'))
        throw new Error(`"${origin}" is no origin; ${form}`)
      return url.origin
    })
}

function parse(text: string, form: string): URL {
  // Stricter than URL, which drops blanks and line breaks and takes `https:example.com`.
  if (!/^https?:\/\/[^\s/\\;'",]/i.test(text) || /[\s\\;'"<>]/.test(text) || !URL.canParse(text))
    throw new Error(form)
  const url = new URL(text)
  if (url.username || url.password) throw new Error(`it has a user or a password in it; ${form}`)
  if (url.search || url.hash || /[?#]/.test(text)) throw new Error(`it has a query or a fragment; ${form}`)
  if (url.port === '0') throw new Error(`0 is no port to reach anything at; ${form}`)
  return url
}
