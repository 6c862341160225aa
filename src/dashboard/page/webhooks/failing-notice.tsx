import { Link } from 'wouter'
import { mayManage, useOrganization, useViewer } from '../api/viewer.ts'
import { announce } from '../components/announcer.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { counted, formatLasted } from '../components/days.ts'
import { OtherProblems } from '../components/field.tsx'
import { Notice } from '../components/states.tsx'
import { Countdown, formatInstant, Time, useNow } from '../components/time.tsx'
import type { WebhookDetailFragment } from '../generated/operations.ts'
import { paths } from '../paths.ts'
import { useEnable } from '../places/use-enable.ts'
import { heldText } from './held.ts'

/** Says since when a webhook fails and what comes of it; its date can be moved. */
export function FailingNotice({ webhook }: { webhook: WebhookDetailFragment }) {
  const { health } = webhook
  const viewer = useViewer()
  const { id: organizationId } = useOrganization()
  const { enable, busy, problems } = useEnable(webhook)
  const now = useNow()

  async function keep() {
    const kept = await enable()
    if (!kept) return
    const at = kept.health.disableAt
    announce(`It is kept enabled${at === null ? '' : `, until ${formatInstant(at)} at least`}.`)
  }

  return (
    <>
      <OtherProblems problems={problems} />
      <Notice
        kind="bad"
        title={
          <>
            Failing since <Since at={health.failingSince} now={now} />
          </>
        }
        actions={
          mayManage(viewer) && (
            <>
              <ButtonLink to={paths.webhook(organizationId, webhook.id, 'test')}>
                Send a test event
              </ButtonLink>
              {health.disableAt && (
                <Button kind="primary" busy={busy} onClick={() => void keep()}>
                  Keep it enabled
                </Button>
              )}
            </>
          )
        }
      >
        <p>
          Nothing has succeeded since; {counted(health.consecutiveFailures, 'attempt')} failed.
          {health.lastError && ` Last error: ${health.lastError}`}
        </p>
        {health.disableAt && (
          <p>
            {Date.parse(health.disableAt) > now ? (
              <>
                It will be disabled on{' '}
                <strong>
                  <Time at={health.disableAt} dated />
                </strong>
              </>
            ) : (
              'It will be disabled with one of the next failures'
            )}
            {health.deliveriesToDisable > 0 &&
              ` if ${health.deliveriesToDisable} more of its deliveries fail,`}{' '}
            unless an attempt succeeds.
          </p>
        )}
        <Trying webhook={webhook} now={now} />
      </Notice>
    </>
  )
}

/** `14:05:00 (2 hours)`. */
function Since({ at, now }: { at: string | null; now: number }) {
  if (at === null) return 'a while'
  return (
    <>
      <Time at={at} /> ({formatLasted(now - Date.parse(at))})
    </>
  )
}

/** Which delivery goes on trying, and how many wait for it. */
function Trying({ webhook: { id, health }, now }: { webhook: WebhookDetailFragment; now: number }) {
  const { id: organizationId } = useOrganization()
  const { probe, nextProbeAt, held } = health
  const next = probe?.nextAttemptAt ?? nextProbeAt
  const waiting = held > 0 && `${heldText(held)} for it.`
  if (!probe) return <p>The next delivery goes on trying. {waiting}</p>
  return (
    <p>
      <Link to={`${paths.webhook(organizationId, id)}?attempt=${probe.id}`}>One delivery</Link> goes on trying
      {next && Date.parse(next) > now && (
        <>
          , next <Countdown to={next} />
        </>
      )}
      . {waiting}
    </p>
  )
}
