import { useState } from 'react'
import { useMutation } from '../api/use-mutation.ts'
import { useQuery } from '../api/use-query.ts'
import { isOperator, mayManageProduct, useOrganization, useViewer } from '../api/viewer.ts'
import {
  ApiKeysDocument,
  RevokeApiKeyDocument,
  RotateApiKeyDocument,
  type ApiKeysQuery,
} from '../generated/operations.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Confirm } from '../components/dialog.tsx'
import { OtherProblems } from '../components/field.tsx'
import { keepSecret, useKeptSecrets } from '../components/kept-secrets.ts'
import { KeptSecretCard } from '../components/secret.tsx'
import { Empty, Failed, Loading, Notice } from '../components/states.tsx'
import { Time, useNow } from '../components/time.tsx'
import { PlaceHeader } from '../shell/settings-tabs.tsx'
import { NewApiKey, type MadeKey } from './new-api-key.tsx'

type ApiKey = ApiKeysQuery['organization']['apiKeys']['nodes'][number]

/**
 * The API keys of an organization. A viewer signed in with a key of the organization may see and revoke them, a customer
 * may only see them, unless its session has the right; only an operator, and who has that right, may create them.
 */
export default function ApiKeys() {
  const { id: organizationId } = useOrganization()
  const viewer = useViewer()
  const { data, error, reload } = useQuery(ApiKeysDocument, { organizationId, after: null })
  const [adding, setAdding] = useState(false)
  const of = `key:${organizationId}:`
  const kept = useKeptSecrets().filter((secret) => secret.of.startsWith(of))
  const keep = ({ apiKey, secret }: MadeKey) =>
    keepSecret({ of: of + apiKey!.id, name: apiKey!.name, secret: secret!, once: true })
  const action = (isOperator(viewer) || viewer.rights.includes('API_KEYS')) && (
    <Button kind="primary" onClick={() => setAdding(true)}>
      New API key
    </Button>
  )
  return (
    <>
      <PlaceHeader title="API keys" actions={action} />
      {kept.map((secret) => (
        <div className="card" key={secret.of}>
          <Notice kind="warn" title={`The new key “${secret.name}”`} />
          <KeptSecretCard
            kept={secret}
            notice="Shown once, now. Treat it like a password."
            copyLabel="Copy key"
          />
        </div>
      ))}
      {!data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading />
        )
      ) : data.organization.apiKeys.nodes.length === 0 ? (
        <Empty title="No API keys yet" action={action} />
      ) : (
        <KeyTable keys={data.organization.apiKeys.nodes} onMade={keep} />
      )}
      {!isOperator(viewer) && !viewer.customer && (
        <p className="help">New keys are made with an API key, by createApiKey.</p>
      )}
      {adding && (
        <NewApiKey
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false)
            keep(made)
          }}
        />
      )}
    </>
  )
}

function KeyTable({ keys, onMade }: { keys: readonly ApiKey[]; onMade(made: MadeKey): void }) {
  const viewer = useViewer()
  const now = useNow()
  const rotate = useMutation(RotateApiKeyDocument)
  const revoke = useMutation(RevokeApiKeyDocument)
  const [asking, setAsking] = useState<{ key: ApiKey; action: 'rotate' | 'revoke' } | null>(null)

  async function onConfirm() {
    const { key, action } = asking!
    const made = action === 'rotate' ? await rotate.run({ id: key.id, overlapSeconds: 0 }) : null
    if (action === 'revoke') await revoke.run({ id: key.id })
    if (made) onMade(made)
    setAsking(null)
  }

  return (
    <>
      <OtherProblems problems={[...rotate.problems, ...revoke.problems]} />
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              <th>Name</th>
              <th>Key</th>
              <th>May</th>
              <th>Last used</th>
              <th>Status</th>
              <th>
                <span className="off-screen">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => {
              const ended = endOf(key, now)
              return (
                <tr key={key.id} className={ended ? 'muted' : ''}>
                  <td>{key.name}</td>
                  <td data-label="Key">
                    <code>{key.prefix}…</code>
                  </td>
                  <td data-label="May">{key.scopes.map((scope) => scope.toLowerCase()).join(', ')}</td>
                  <td data-label="Last used">{key.lastUsedAt ? <Time at={key.lastUsedAt} /> : 'never'}</td>
                  <td data-label="Status">
                    {ended ? <Badge tone="quiet">{ended}</Badge> : <Badge tone="good">Live</Badge>}
                  </td>
                  <td className="right">
                    {!ended && (
                      <div className="actions end">
                        {isOperator(viewer) && (
                          <Button
                            kind="quiet"
                            aria-label={`Rotate ${key.name}`}
                            onClick={() => setAsking({ key, action: 'rotate' })}
                          >
                            Rotate
                          </Button>
                        )}
                        {mayManageProduct(viewer, 'API_KEYS') && (
                          <Button
                            kind="quiet"
                            aria-label={`Revoke ${key.name}`}
                            onClick={() => setAsking({ key, action: 'revoke' })}
                          >
                            Revoke
                          </Button>
                        )}
                      </div>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {asking && (
        <Confirm
          title={`${asking.action === 'rotate' ? 'Rotate' : 'Revoke'} ${asking.key.name}?`}
          action={asking.action === 'rotate' ? 'Rotate' : 'Revoke'}
          busy={rotate.busy || revoke.busy}
          onConfirm={() => void onConfirm()}
          onClose={() => setAsking(null)}
        >
          <p>
            {asking.action === 'rotate'
              ? 'A new key takes its place, and this one ends at once.'
              : 'It ends at once, with its subscriptions and the dashboard sessions it made.'}
          </p>
        </Confirm>
      )}
    </>
  )
}

/** Why a key is no longer valid; null if it is valid. */
function endOf({ revokedAt, expiresAt }: ApiKey, now: number): string | null {
  if (revokedAt && Date.parse(revokedAt) <= now) return 'Revoked'
  return expiresAt && Date.parse(expiresAt) <= now ? 'Expired' : null
}
