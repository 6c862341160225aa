import { useEffect } from 'react'
import { Link } from 'wouter'
import { useQuery } from '../api/use-query.ts'
import {
  mayManage,
  mayManageProduct,
  missingPlan,
  useOrganization,
  useViewer,
  wordsOf,
} from '../api/viewer.ts'
import { ButtonLink } from '../components/button.tsx'
import { CodeBlock } from '../components/code-block.tsx'
import { FirstStepsDocument } from '../generated/operations.ts'
import { paths } from '../paths.ts'
import { eventTypeCommand, listenCommand, publishCommand, settingsCommand } from './commands.ts'
import { Step } from './step.tsx'

/** How often the steps are looked at again, in milliseconds: they may be done on a command line. */
const AGAIN_MS = 5_000

/** What to do in an organization that has no delivery yet, in order; nothing when it has one. */
export function FirstSteps() {
  const organization = useOrganization()
  const viewer = useViewer()
  const { dialect, id } = organization
  const shown = mayManage(viewer) && !missingPlan(organization)
  const { data, reload } = useQuery(FirstStepsDocument, shown ? { organizationId: id } : null)
  const waits = data !== undefined && data.deliveries.nodes.length === 0
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(() => document.hidden || reload(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [waits, reload])
  if (!waits) return null

  const product = mayManageProduct(viewer)
  const words = wordsOf(dialect)
  const { eventTypes } = data
  const webhook = data.webhooks.nodes[0]
  const channel = data.organization.channels.nodes[0]?.id ?? null
  const published = data.events.nodes.length > 0
  return (
    <section className="card first-steps" aria-labelledby="first-steps-title">
      <h2 id="first-steps-title">First steps</h2>
      {product && (
        <>
          <p className="help">
            For the commands, in a checkout of durahook, with an API key of this organization:
          </p>
          <CodeBlock code={settingsCommand(location.origin)} label="Settings of the commands" />
        </>
      )}
      <ol>
        {product && !eventTypes.some(({ origin }) => origin !== 'OWN') && (
          <Step title="Create an event type" done={eventTypes.length > 0}>
            <p>
              It says what can happen, such as <code>invoice.paid</code>. Add one under{' '}
              <Link to={paths.eventTypes(id)}>Event types</Link>, or:
            </p>
            <CodeBlock code={eventTypeCommand('invoice.paid')} label="Command that creates an event type" />
          </Step>
        )}
        {dialect.channelRequired && (
          <Step title={`Create the first ${dialect.channelNoun.toLowerCase()}`} done={channel !== null}>
            <p>
              Each webhook belongs to one. Add it under{' '}
              <Link to={paths.channels(id)}>{dialect.channelPlural}</Link>.
            </p>
          </Step>
        )}
        <Step title="Create a webhook" done={webhook !== undefined}>
          <p>It says which URL receives which events.</p>
          <div className="actions">
            <ButtonLink kind="primary" to={paths.newWebhook(id)}>
              {words.newWebhook}
            </ButtonLink>
          </div>
          {product && (
            <>
              <p>Or bring events to a server on your own machine, for as long as this command runs:</p>
              <CodeBlock
                code={listenCommand(dialect.channelRequired ? (channel ?? '…') : null)}
                label="Command that listens"
              />
            </>
          )}
        </Step>
        <Step title={product ? 'Publish an event, or send a test' : 'Send a test'} done={published}>
          {product && (
            <CodeBlock
              code={publishCommand(eventTypes[0]?.name ?? 'invoice.paid')}
              label="Command that publishes an event"
            />
          )}
          {webhook && (
            <p>
              <Link to={paths.webhook(id, webhook.id, 'test')}>The Test tab of the webhook</Link> sends one
              too.
            </p>
          )}
        </Step>
      </ol>
      {published && (
        <p className="help">
          {webhook
            ? 'What was published made no delivery: no webhook asked for it yet. Publish another event.'
            : 'What was published before there is a webhook goes nowhere.'}
        </p>
      )}
    </section>
  )
}
