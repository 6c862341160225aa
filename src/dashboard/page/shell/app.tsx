import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { ask, type ApiError } from '../api/request.ts'
import { beginSession, sessionEnd } from '../api/session-end.ts'
import { forgetAnswers, refresh } from '../api/use-query.ts'
import { mayManage, reachOf, ViewerContext, type Viewer } from '../api/viewer.ts'
import { ViewerDocument } from '../generated/operations.ts'
import { Announcer } from '../components/announcer.tsx'
import { keepSecretsOf } from '../components/kept-secrets.ts'
import { Failed, Loading } from '../components/states.tsx'
import { SessionEnded } from './session-ended.tsx'
import { SignIn } from './sign-in.tsx'
import { useAccent } from './accent.ts'
import { Places } from './places.tsx'

type State =
  | { kind: 'reading' }
  /** `ended`: the session is over, and the places wait behind the way in for the same person. */
  | { kind: 'in'; viewer: Viewer; ended: boolean }
  | { kind: 'out' }
  | { kind: 'failed'; error: ApiError }

/** The page: who is signed in, and their places; or the way in. */
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
      // Nothing of the person before may be seen, and their place may not be one of this person's.
      forgetAnswers()
      navigate('/', { replace: true })
    }
    keepSecretsOf(mayManage(viewer) ? reachOf(viewer) : null)
    setState({ kind: 'in', viewer, ended: false })
    beginSession({ same })
    if (same) refresh()
  }

  useEffect(
    () =>
      sessionEnd.subscribe((ended) => {
        if (!ended) return
        if (latest.current.kind !== 'in') keepSecretsOf(null)
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
    // A link may have been opened in another tab: its session is this tab's too.
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
