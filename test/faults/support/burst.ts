import { eventually } from '../../support/eventually.ts'
import { createEventType, createWebhook } from '../../support/webhooks.ts'
import type { House } from './house.ts'
import { publishUntilAccepted, type Draft, type PublishTally } from './publisher.ts'
import type { Random } from './random.ts'
import type { Manner, Receivers } from './receivers.ts'

/** Goes to every webhook. */
const TO_ALL = 'all.happened'

/** Events in one publish. */
const BATCH = 10

/** Makes webhooks that each get events of a type of their own, and those for all. Returns the types. */
export async function createWebhooks(
  house: House,
  receivers: Receivers,
  count: number,
  more: object = {},
): Promise<string[]> {
  const client = house.clients[0]!
  const types = Array.from({ length: count }, (_, index) => `to${index + 1}.happened`)
  for (const type of [...types, TO_ALL]) await createEventType(client, type)
  for (const type of types)
    await createWebhook(client, { url: `${receivers.url}/${type}`, eventTypes: [type, TO_ALL], ...more })
  return types
}

/** How often receivers misbehave, in parts of all; what is left is answered at once. */
export type Manners = Partial<Record<Manner, number>>

/** Events that make `count` deliveries, one in fifty of them for all webhooks. */
export function draftEvents(
  random: Random,
  types: readonly string[],
  count: number,
  manners: Manners,
): Draft[] {
  const drafts: Draft[] = []
  for (let deliveries = 0; deliveries < count;) {
    const type = random.next() < 0.02 ? TO_ALL : random.pick(types)
    drafts.push({ key: `key-${drafts.length}`, type, manners: [pickManner(random, manners)] })
    deliveries += type === TO_ALL ? types.length : 1
  }
  return drafts
}

function pickManner(random: Random, manners: Manners): Manner {
  let left = random.next()
  for (const [manner, part] of Object.entries(manners) as [Manner, number][]) {
    left -= part
    if (left < 0) return manner
  }
  return 'ok'
}

/**
 * Publishes all drafts, two batches at once, never more than `ahead` events further than the receivers are: so that
 * publishing lasts as long as the burst.
 */
export async function publishAll(
  house: House,
  drafts: readonly Draft[],
  receivers: Receivers,
  tally: PublishTally,
  ahead = 200,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(drafts.length / BATCH) }, (_, index) =>
    drafts.slice(index * BATCH, (index + 1) * BATCH),
  )
  const publish = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      await eventually(() => tally.accepted.size < receivers.arrivals.length + ahead, { deadlineMs: 300_000 })
      await publishUntilAccepted(house.clients, batch, tally)
    }
  }
  await Promise.all([publish(), publish()])
}

const RETRY = /* GraphQL */ `
  mutation ($id: ID!) {
    retryDelivery(id: $id, expectedStatus: PENDING) {
      userErrors {
        code
      }
    }
  }
`

/** A retry that was asked for begins well before this, in milliseconds; after it the request counts as lost. */
const ASK_AGAIN_MS = 10_000

/** Waits until every delivery has ended; those whose retry is minutes away are hurried. */
export async function untilAllEnded(house: House, deadlineMs: number): Promise<void> {
  const pending = () =>
    house.query<{ id: string; attempt_count: number; far: boolean; text: string }>(`
      select id, attempt_count, coalesce(next_attempt_at > now() + interval '15 s', false) as far, concat_ws(' ', id, decision,
        'attempts:', attempt_count, 'started:', started_at::text, 'attempt:', attempt_started_at::text,
        'claimed:', leased_until::text, 'next:', next_attempt_at::text, 'held:', held_until::text, 'health:',
        (select to_json(h) from webhook_health h where h.webhook_id = deliveries.webhook_id)) as text
      from deliveries where status = 'PENDING' or attempt_started_at is not null`)
  let left: Awaited<ReturnType<typeof pending>> = []
  let failure = ''
  const askedAt = new Map<string, number>()
  await eventually(
    async () => {
      // A Postgres that lost one of its processes a moment ago ends the others' connections and recovers.
      const found = await pending().catch(
        (error: unknown) => void (failure = `Postgres answers: ${String(error)}; `),
      )
      if (!found) return false
      left = found
      failure = ''
      for (const { id, attempt_count } of left.filter(({ far }) => far)) {
        const wanted = `${id} ${attempt_count}`
        if (Date.now() - (askedAt.get(wanted) ?? 0) < ASK_AGAIN_MS) continue
        askedAt.set(wanted, Date.now())
        await house.clients[0]!.request(RETRY, { id }).catch(() => {})
      }
      if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, 250))
      return left.length === 0
    },
    {
      deadlineMs,
      describe: () =>
        `all deliveries ended; ${failure}${left.length} have not:\n${left
          .slice(0, 20)
          .map(({ text }) => text)
          .join('\n')}`,
    },
  )
}
