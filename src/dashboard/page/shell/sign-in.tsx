import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { nameDocument } from '../components/brand.ts'
import { Loading } from '../components/states.tsx'

/** Signs in with the token of a one-time link, which comes after `#`, or with an API key. Neither stays in the URL. */
export function SignIn({ onSignedIn }: { onSignedIn(): void }) {
  const token = useRef(takeToken())
  const [opening, setOpening] = useState(token.current !== null)
  const [problem, setProblem] = useState<string | null>(null)

  useEffect(() => {
    nameDocument('Sign in')
    const taken = token.current
    token.current = null // the link works only once, but React may run this effect twice
    if (taken === null) return
    void postSession({ token: taken }).then((found) => {
      setProblem(found)
      if (found === null) onSignedIn()
      setOpening(false)
    })
  }, [])

  return (
    <main className="alone">
      {opening ? (
        <div className="card sign-in">
          <Loading rows={2} label="Signing in" />
        </div>
      ) : (
        <SignInForm
          text="Open the sign-in link you were given, or sign in with an API key."
          problem={problem}
          onSignedIn={onSignedIn}
        />
      )}
    </main>
  )
}

/** Asks for an API key. */
export function SignInForm({
  text,
  problem = null,
  onSignedIn,
}: {
  text: string
  problem?: string | null
  onSignedIn(): void
}) {
  const [key, setKey] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState(problem)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!key.trim()) return
    setBusy(true)
    const found = await postSession({ apiKey: key })
    setBusy(false)
    setError(found)
    if (found === null) onSignedIn()
  }

  return (
    <div className="card sign-in">
      <img src="/icon.svg" alt="" width="36" height="36" />
      <h1>Webhooks</h1>
      <form onSubmit={(event) => void submit(event)}>
        {error && (
          <p className="notice bad" role="alert">
            {error}
          </p>
        )}
        <p>{text}</p>
        <Field label="API key" help="It begins with dk_. It is not kept in this browser.">
          {(attributes) => (
            <input
              {...attributes}
              type="password"
              autoComplete="off"
              spellCheck={false}
              value={key}
              onChange={({ target }) => setKey(target.value)}
            />
          )}
        </Field>
        <Button kind="primary" type="submit" busy={busy}>
          Sign in
        </Button>
      </form>
    </div>
  )
}

/** Reads the token after `#` and removes it from the URL and the browser's history at once. */
function takeToken(): string | null {
  if (location.pathname !== '/sign-in' || location.hash.length < 2) return null
  const token = location.hash.slice(1)
  history.replaceState(null, '', '/sign-in')
  return token
}

/** Signs in. Returns null on success, else the error as a sentence. */
async function postSession(credentials: object): Promise<string | null> {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    })
    return response.ok ? null : ((await response.json()) as { message: string }).message
  } catch {
    return 'The server does not answer. Check your connection, then try again.'
  }
}
