import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { onSessionEnd, request, type ApiError } from '../api/request.ts'
import { ViewerContext, type Viewer } from '../api/viewer.ts'
import { ViewerDocument } from '../generated/operations.ts'
import { Announcer } from '../parts/announcer.tsx'
import { Failed, Loading } from '../parts/states.tsx'
import { SignIn } from './sign-in.tsx'
import { useAccent } from './accent.ts'
import { Places } from './places.tsx'

type State =
  | { kind: 'reading' }
  | { kind: 'in'; viewer: Viewer }
  | { kind: 'out'; ended: boolean }
  | { kind: 'failed'; error: ApiError }

/** The page: who is signed in, and their places; or the way in. */
export function App() {
  const [state, setState] = useState<State>({ kind: 'reading' })
  const [location, navigate] = useLocation()
  const signingIn = location === '/sign-in'

  const read = () =>
    request(ViewerDocument, {}).then(
      ({ viewer }) => setState({ kind: 'in', viewer }),
      (error: ApiError) => error.code !== 'UNAUTHENTICATED' && setState({ kind: 'failed', error }),
    )
  useEffect(() => onSessionEnd(() => setState((old) => ({ kind: 'out', ended: old.kind === 'in' }))), [])
  useEffect(() => {
    if (!signingIn) void read()
  }, [])
  useAccent(state.kind === 'in' ? state.viewer.accentColor : null)

  function onSignedIn() {
    if (signingIn) navigate('/', { replace: true })
    setState({ kind: 'reading' })
    void read()
  }

  return (
    <>
      {signingIn || state.kind === 'out' ? (
        <SignIn ended={state.kind === 'out' && state.ended} onSignedIn={onSignedIn} />
      ) : state.kind === 'in' ? (
        <ViewerContext value={state.viewer}>
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
      <Announcer />
    </>
  )
}
