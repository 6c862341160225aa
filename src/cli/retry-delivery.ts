import { requireNone, type UserError } from '../client/request.ts'
import type { DeliveryStatus } from '../words/enums.ts'
import type { Session } from './session.ts'
import type { Terminal } from './terminal.ts'

const RETRY = /* GraphQL */ `
  mutation ($id: ID!) {
    retried: retryDelivery(id: $id) {
      delivery {
        id
        status
        decision
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`

interface Retried {
  delivery: { id: string; status: DeliveryStatus; decision: string } | null
  userErrors: UserError[]
}

/** Has the next attempt made now, and prints what comes. @throws DurahookError */
export async function retryDelivery(id: string, session: Session, terminal: Terminal): Promise<void> {
  // Once: a retry that is repeated after it was delivered would send it again.
  const { retried } = await session.askOnce<{ retried: Retried }>(RETRY, { id })
  requireNone(retried.userErrors)
  const { delivery } = retried
  terminal.print(
    session.json ? JSON.stringify(delivery) : `${id}  ${delivery!.status}  ${delivery!.decision}`,
  )
}
