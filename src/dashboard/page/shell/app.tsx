import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { ask, type ApiError } from '../api/request.ts'
import { beginSession, sessionEnd } from '../api/session-end.ts'
import { forgetAnswers, refresh } from '../api/use-query.ts'
import { mayManage, reachOf, ViewerContext, type Viewer } from '../api/viewer.ts'
import { ViewerDocument } from '../generated/operations.ts'
import { Announcer } from '../components/announcer.tsx'
import { setSecretsOwner } from '../components/kept-secrets.ts'
import { Failed, Loading } from '../components/states.tsx'
import { SessionEnded } from './session-ended.tsx'
import { SignIn } from './sign-in.tsx'
import { useAccent } from './accent.ts'
import { setBrand } from '../components/brand.ts'
import { Places } from './places.tsx'

type State =
  | { kind: 'reading' }
  /** `ended`: the session has ended; the sign-in dialog covers the page until the same person signs in again. */
  | { kind: 'in'; viewer: Viewer; ended: boolean }
  | { kind: 'out' }
  | { kind: 'failed'; error: ApiError }

/** The page: the views of the person signed in, or the sign-in form. */
export function App() {
  const [state, setState] = useState<State>({ kind: 'reading' })
  const [location, navigate] = useLocation()
  const signingIn = location === '/sign-in'
  const latest = useRef(state)
  latest.current = state

  const read = () =>
    ask(ViewerDocument, {}).then(enter, (error: ApiError) => {
      if (error.code !== 'UNAUTHENTICATED' && latest.current.kind !== 'in')
        setState({ kind: 'failed', error })
    })

  function enter({ viewer }: { viewer: Viewer }): void {
    const before = latest.current
    const same = before.kind === 'in' && reachOf(before.viewer) === reachOf(viewer)
    if (before.kind === 'in' && !same) {
      // Hide all data of the previous person, and leave their path, which this person may have no access to.
      forgetAnswers()
      navigate('/', { replace: true })
    }
    setSecretsOwner(mayManage(viewer) ? reachOf(viewer) : null)
    setBrand(viewer)
    setState({ kind: 'in', viewer, ended: false })
    beginSession({ same })
    if (same) refresh()
  }

  useEffect(
    () =>
      sessionEnd.subscribe((ended) => {
        if (!ended) return
        if (latest.current.kind !== 'in') {
          setSecretsOwner(null)
          setBrand(null)
        }
        setState((old) => (old.kind === 'in' ? { ...old, ended } : { kind: 'out' }))
      }),
    [],
  )
  useEffect(() => {
    if (!signingIn) void read()
  }, [])
  const ended = state.kind === 'in' && state.ended
  useEffect(() => {
    if (!ended) return
    // The person may have signed in with a link in another tab, which shares its session with this tab.
    const look = () => document.hidden || void read()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [ended])
  useAccent(state.kind === 'in' ? state.viewer.accentColor : null)

  function onSignedIn() {
    if (signingIn) navigate('/', { replace: true })
    if (state.kind !== 'in') setState({ kind: 'reading' })
    void read()
  }

  return (
    <>
      {signingIn || state.kind === 'out' ? (
        <SignIn onSignedIn={onSignedIn} />
      ) : state.kind === 'in' ? (
        <ViewerContext value={state.viewer} key={reachOf(state.viewer)}>
          <Places />
        </ViewerContext>
      ) : (
        <main className="alone">
          {state.kind === 'failed' ? (
            <Failed error={state.error} retry={() => void read()} />
          ) : (
            <Loading rows={3} />
          )}
        </main>
      )}
      {ended && <SessionEnded onSignedIn={onSignedIn} />}
      <Announcer />
    </>
  )
}
