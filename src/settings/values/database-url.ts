/** The values node-postgres knows. For any other it silently picks a mode of its own. */
const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']

/**
 * Checks a Postgres URL and returns it unchanged. Messages quote nothing of the URL, because it holds a password.
 * @throws Error that says what it must be
 */
export function parseDatabaseUrl(text: string): string {
  if (!/^postgres(ql)?:\/\//i.test(text)) throw new Error(FORM)
  if (/\s/.test(text) || !URL.canParse(text)) throw new Error(`it can't be parsed; ${FORM}; ${ESCAPE}`)
  const url = new URL(text)
  const parts = [url.username, url.password, url.pathname].map(decode)
  if (parts.includes(null)) throw new Error(`it has a % that begins no code; ${FORM}; ${ESCAPE}`)
  // A socket's folder is given as ?host=.
  if (url.hostname === '' && !url.searchParams.get('host')) throw new Error(`it names no host; ${FORM}`)
  if (url.port === '0') throw new Error(`0 is no port; ${FORM}`)
  const database = url.pathname.slice(1)
  if (database === '') throw new Error(`it names no database; ${FORM}`)
  if (/[/@:]/.test(database) || url.hash !== '')
    throw new Error(`what should be the database's name is none; ${FORM}; ${ESCAPE}`)
  const mode = url.searchParams.get('sslmode')
  if (mode !== null && !SSL_MODES.includes(mode))
    throw new Error(`its sslmode must be one of ${SSL_MODES.join(', ')}`)
  return text
}

const FORM = 'it must be postgres://user:password@host:5432/database'
const ESCAPE = 'write special characters of a password as codes, such as %40 for @, %2F for / and %23 for #'

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
