import { createClient } from '../../test/support/client.ts'
import { ATTACKS, LANES } from './attacks.ts'

/** Runs one attack until it is ended; says how many steps were answered, and how many refused, once a second. */
const { ATTACK, PORT, TOKEN, WEBHOOK_ID } = process.env
const attack = ATTACKS[ATTACK!]!
const tenant = { client: createClient(Number(PORT), TOKEN!), webhookId: WEBHOOK_ID! }
const count = { answered: 0, refused: 0 }
let step = 0

/** A tenant that is refused tries again at once, but not without end: it shares the machine. */
const REFUSED_MS = 20

const lane = async () => {
  for (;;) {
    try {
      await attack(tenant, step++)
      count.answered += 1
    } catch {
      count.refused += 1
      await new Promise((resolve) => setTimeout(resolve, REFUSED_MS))
    }
  }
}
for (let lanes = 0; lanes < LANES; lanes += 1) void lane()
process.on('message', () => process.send!(count))
