import { Notice } from '../components/states.tsx'
import { Time } from '../components/time.tsx'
import type { WebhookDetailFragment } from '../generated/operations.ts'
import { heldText } from './held.ts'
import { describeRate, perSecond, rateDraftOf, writtenRate } from './rate-draft.ts'

/** Says what a webhook's receiver asked for, and what waits for that or for its owner's limit; nothing if nothing does. */
export function ThrottledNotice({ webhook }: { webhook: WebhookDetailFragment }) {
  const { quietUntil, effectiveRate, rateLimit, health } = webhook
  const waiting = health.held > 0 && <p>{heldText(health.held)} for it.</p>
  if (quietUntil)
    return (
      <Notice
        kind="info"
        title={
          <>
            Its receiver asked for a pause until <Time at={quietUntil} />
          </>
        }
      >
        {waiting}
      </Notice>
    )
  const allowed = rateLimit ? perSecond(rateLimit) : Infinity
  // What the receiver asked for grows by small steps: what differs by less than can be seen is the same.
  if (effectiveRate !== null && effectiveRate < allowed * 0.99)
    return (
      <Notice kind="info" title={`Its receiver asked for fewer requests: ${writtenRate(effectiveRate)} now`}>
        <p>
          It grows step by step
          {rateLimit && `, up to the rate limit of ${describeRate(rateDraftOf(rateLimit))}`}.
        </p>
        {waiting}
      </Notice>
    )
  if (!rateLimit || !waiting) return null
  return (
    <Notice kind="info" title={`Its rate limit is ${describeRate(rateDraftOf(rateLimit))}`}>
      {waiting}
    </Notice>
  )
}
