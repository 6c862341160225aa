import { useState } from 'react'
import { useMutation } from '../api/use-mutation.ts'
import { wordsOf } from '../api/viewer.ts'
import {
  RevealWebhookSecretDocument,
  RotateWebhookSecretDocument,
  type WebhookDetailFragment,
} from '../generated/operations.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, OtherProblems } from '../components/field.tsx'
import { keepSecret, useKeptSecret } from '../components/kept-secrets.ts'
import { KeptSecretCard } from '../components/secret.tsx'
import { Time } from '../components/time.tsx'

const DAY = 86_400

const OVERLAPS: readonly [seconds: number, label: string][] = [
  [0, 'End at once'],
  [3_600, 'Sign for one more hour'],
  [DAY, 'Sign for one more day'],
  [604_800, 'Sign for seven more days'],
]

/** The signing secret: copy it, if the dialect allows that, or rotate it. */
export function WebhookSecret({ webhook }: { webhook: WebhookDetailFragment }) {
  const { dialect, id, publicKey, oldSecretExpiresAt } = webhook
  const words = wordsOf(dialect)
  const reveal = useMutation(RevealWebhookSecretDocument)
  const rotate = useMutation(RotateWebhookSecretDocument)
  const of = `webhook:${id}`
  const kept = useKeptSecret(of)
  const [asking, setAsking] = useState(false)
  // A receiver is seldom changed in the same second.
  const [overlap, setOverlap] = useState(dialect.secretOverlap ? DAY : 0)

  async function replace() {
    const payload = await rotate.run({ id, overlapSeconds: overlap || null })
    setAsking(false)
    if (payload) keepSecret({ of, name: webhook.url, secret: payload.secret!, once: dialect.secretShownOnce })
  }

  return (
    <section className="card" aria-labelledby="secret-title">
      <h2 id="secret-title">Signing secret</h2>
      <OtherProblems problems={[...reveal.problems, ...rotate.problems]} />
      {kept && <KeptSecretCard kept={kept} notice={words.secretNotice} copyLabel={words.copySecret} />}
      {!kept && (
        <>
          <p className="help">
            {dialect.secretShownOnce
              ? 'It was shown when it was made, and is not shown again.'
              : words.secretNotice}
          </p>
          <div className="actions">
            {!dialect.secretShownOnce && (
              <CopyButton
                label={words.copySecret}
                kind="primary"
                text={async () => (await reveal.run({ id }))?.secret ?? null}
              />
            )}
            {publicKey && <CopyButton label="Copy public key" text={publicKey} />}
            <Button onClick={() => setAsking(true)}>Make a new one</Button>
          </div>
        </>
      )}
      {oldSecretExpiresAt && (
        <p className="help">
          The older secret signs along until <Time at={oldSecretExpiresAt} />.
        </p>
      )}
      {asking && (
        <Dialog
          title="Make a new secret"
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>Keep the old one</Button>
              <Button kind="danger" busy={rotate.busy} onClick={() => void replace()}>
                Make a new one
              </Button>
            </>
          }
        >
          {dialect.secretOverlap ? (
            <Field
              label="The old secret"
              help="While both sign, your receiver can change over without missing a request."
            >
              {(attributes) => (
                <select
                  {...attributes}
                  value={overlap}
                  onChange={({ target }) => setOverlap(Number(target.value))}
                >
                  {OVERLAPS.map(([seconds, label]) => (
                    <option key={seconds} value={seconds}>
                      {label}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          ) : (
            <p>
              Requests are signed with the new secret at once. Until your receiver has it, it will refuse
              them, and they are retried.
            </p>
          )}
        </Dialog>
      )}
    </section>
  )
}
