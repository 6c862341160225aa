import { useState } from 'react'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { deleteKeptSecret, type KeptSecret } from './kept-secrets.ts'

/** A secret in clear text, hidden until the viewer reveals it, with a copy button. */
function Secret({ secret, notice, copyLabel }: { secret: string; notice: string; copyLabel: string }) {
  const [shown, setShown] = useState(false)
  return (
    <div className="secret">
      <div className="secret-line">
        <code data-testid="secret">{shown ? secret : secret.slice(0, 6) + '•'.repeat(18)}</code>
        <Button kind="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
        </Button>
        <CopyButton text={secret} label={copyLabel} kind="primary" />
      </div>
      <p className="help">{notice}</p>
    </div>
  )
}

/** Shows a new secret until the viewer confirms that it is stored elsewhere; survives a reload. */
export function KeptSecretCard({
  kept: { of, secret, once },
  notice,
  copyLabel,
}: {
  kept: KeptSecret
  notice: string
  copyLabel: string
}) {
  return (
    <>
      <Secret secret={secret} notice={notice} copyLabel={copyLabel} />
      {once && <p className="help">It stays here, in this tab, until you confirm that you have stored it.</p>}
      <div className="actions">
        <Button onClick={() => deleteKeptSecret(of)}>{once ? 'I have stored it' : 'Done'}</Button>
      </div>
    </>
  )
}
