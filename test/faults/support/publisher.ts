import type { TestClient } from '../../support/client.ts'
import type { Manner, ReceiverData } from './receivers.ts'

/** An event to publish. `key` is its idempotency key. */
export interface Draft {
  key: string
  type: string
  manners: Manner[]
  /** Makes the event larger, in bytes. */
  ballast?: string
}

export interface PublishTally {
  /** Event ids by idempotency key, once a publish of it was answered without errors. */
  accepted: Map<string, string>
  /** Answers and broken requests that made the publisher try again, by GraphQL code; NETWORK: none came. */
  refusals: Map<string, number>
}

export const newTally = (): PublishTally => ({ accepted: new Map(), refusals: new Map() })

const PUBLISH = /* GraphQL */ `
  mutation ($events: [PublishEventInput!]!) {
    publishEvents(events: $events) {
      events {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`

export const toEvent = ({ key, type, manners, ballast = '' }: Draft) => ({
  type,
  idempotencyKey: key,
  data: { key, manners, ballast } satisfies ReceiverData & Record<string, unknown>,
})

/** How soon a publisher tries again, in milliseconds. */
const AGAIN_MS = 200

/**
 * Publishes a batch as a careful product would: until it is accepted, at one API after the other, with the same keys.
 * Throws when an answer is an error that says nothing about trying again.
 */
export async function publishUntilAccepted(
  clients: readonly TestClient[],
  drafts: readonly Draft[],
  tally: PublishTally,
): Promise<void> {
  const events = drafts.map((draft) => toEvent(draft))
  for (let round = 0; ; round += 1) {
    const answer = await clients[round % clients.length]!.send(PUBLISH, { events }).catch(
      () => 'NETWORK' as const,
    )
    const refusal = answer === 'NETWORK' ? answer : answer.errors?.[0]?.extensions.code
    if (answer !== 'NETWORK' && refusal === undefined) {
      const { events: published, userErrors } = answer.data.publishEvents
      if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors))
      drafts.forEach(({ key }, index) => tally.accepted.set(key, published[index].id))
      return
    }
    if (!['NETWORK', 'UNAVAILABLE', 'RATE_LIMITED'].includes(refusal!))
      throw new Error(JSON.stringify(answer))
    tally.refusals.set(refusal!, (tally.refusals.get(refusal!) ?? 0) + 1)
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}
