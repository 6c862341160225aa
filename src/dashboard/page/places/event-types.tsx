import { useState } from 'react'
import { useQuery } from '../api/use-query.ts'
import { mayManageProduct, useOrganization, useViewer } from '../api/viewer.ts'
import { EventTypesDocument } from '../generated/operations.ts'
import { Button } from '../components/button.tsx'
import { CodeBlock } from '../components/code-block.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { PlaceHeader } from '../shell/settings-tabs.tsx'
import { EventTypeForm, type EventTypeDetail } from './event-type-form.tsx'

/** The kinds of event webhooks can ask for: the dialect's, the shared ones and the organization's own. */
export default function EventTypes() {
  const { id: organizationId, dialect } = useOrganization()
  const viewer = useViewer()
  const { data, error, reload } = useQuery(EventTypesDocument, { organizationId })
  const [editing, setEditing] = useState<EventTypeDetail | 'new' | null>(null)
  const action = mayManageProduct(viewer, 'EVENT_TYPES') && (
    <Button kind="primary" onClick={() => setEditing('new')}>
      New event type
    </Button>
  )
  return (
    <>
      <PlaceHeader title="Event types" actions={action} />
      {!data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading />
        )
      ) : data.eventTypes.length === 0 ? (
        <Empty title="No event types yet" action={action}>
          {mayManageProduct(viewer, 'EVENT_TYPES')
            ? 'Say what can happen in your product. Webhooks choose from these.'
            : 'Webhooks choose from these.'}
        </Empty>
      ) : (
        <ul className="event-types">
          {data.eventTypes.map((eventType) => (
            <li key={eventType.name} className="card">
              <details>
                <summary>
                  <code>{eventType.name}</code>
                  <span className="help">{eventType.description}</span>
                  <span className="tag">{originOf(eventType, dialect.title)}</span>
                  {eventType.deprecationReason !== null && (
                    <span className="tag" title={eventType.deprecationReason}>
                      deprecated
                    </span>
                  )}
                </summary>
                <div className="columns">
                  <div>
                    <h3>Example</h3>
                    <CodeBlock
                      code={JSON.stringify(eventType.example, null, 2)}
                      label={`Example of ${eventType.name}`}
                    />
                  </div>
                  <div>
                    <h3>Schema</h3>
                    {eventType.schema ? (
                      <CodeBlock
                        code={JSON.stringify(eventType.schema, null, 2)}
                        label={`Schema of ${eventType.name}`}
                      />
                    ) : (
                      <p className="help">None: any data is taken.</p>
                    )}
                  </div>
                </div>
                {eventType.origin === 'OWN' && mayManageProduct(viewer, 'EVENT_TYPES') && (
                  <Button onClick={() => setEditing(eventType)}>Edit</Button>
                )}
              </details>
            </li>
          ))}
        </ul>
      )}
      {editing && (
        <EventTypeForm eventType={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  )
}

/** Whose it is, in a word. */
const originOf = ({ origin }: EventTypeDetail, dialect: string) =>
  ({ DIALECT: dialect, SHARED: 'shared', OWN: 'own' })[origin]
