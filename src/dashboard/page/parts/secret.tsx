import { useState } from 'react'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'

/** A secret in clear, hidden until asked for, with the way to copy it. */
export function Secret({ secret, notice, copyLabel }: { secret: string; notice: string; copyLabel: string }) {
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
