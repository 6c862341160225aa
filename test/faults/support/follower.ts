import type { TestClient } from '../../support/client.ts'
import { followLog as follow } from '../../support/follow-log.ts'

/** A subscriber of the organization's whole delivery log that goes on from its last cursor, at whatever API answers. */
export interface Follower extends AsyncDisposable {
  /** Ids of attempts (`<delivery>/<number>`), in the order they came. */
  seen: string[]
  /** The same with how each ended. */
  outcomes: Set<string>
  /** How often it had to connect again. */
  reconnections(): number
}

/** Asks for the delivery too: that is read for each entry, and must not make one go missing when it can't be. */
const LOG = /* GraphQL */ `
  subscription ($after: String) {
    organizationDeliveryLog(after: $after) {
      cursor
      node {
        id
        outcome
        delivery {
          id
        }
      }
    }
  }
`

export function followLog(clients: readonly TestClient[]): Follower {
  const seen: string[] = []
  const outcomes = new Set<string>()
  const following = follow<{ id: string; outcome: string }>({
    clients,
    query: LOG,
    after: '',
    onEntry({ node: { id, outcome } }) {
      seen.push(id)
      outcomes.add(`${id} ${outcome}`)
    },
  })
  return { ...following, seen, outcomes }
}
