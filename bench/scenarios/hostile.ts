import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { ATTACKS } from '../hostile/attacks.ts'
import { startNode } from '../stand/node-process.ts'
import type { Durahook } from '../stand/durahook.ts'
import type { Stand } from '../stand/stand.ts'
import { storeAttempts } from './growth.ts'
import { measureLatency } from './latency.ts'
import { createTarget } from './target.ts'

export interface Hostile {
  attack: string
  /** Publish to receive of the other tenant, in milliseconds, right before and during the attack. */
  quiet: number[]
  beside: number[]
  /** Steps of the attack that were answered, and that were refused. */
  answered: number
  refused: number
}

/** One tenant does its worst, one thing after the other; another publishes ten events a second beside it. */
export async function* measureHostile(
  stand: Stand,
  durahook: Durahook,
  { seconds, stored }: { seconds: number; stored: number },
): AsyncGenerator<Hostile> {
  const load = { rate: 10, seconds, target: await createTarget(stand, durahook) }
  const hostile = await createTarget(stand, durahook)
  await storeAttempts(stand.databaseUrl, hostile.webhookId, stored)
  for (const attack of Object.keys(ATTACKS)) {
    const { times: quiet } = await measureLatency(stand, durahook, load)
    await using child = startNode({
      name: 'attack',
      file: 'bench/hostile/attack-process.ts',
      environment: {
        ATTACK: attack,
        PORT: String(hostile.client.port),
        TOKEN: hostile.client.apiKey,
        WEBHOOK_ID: hostile.webhookId,
      },
      folder: stand.folder,
    })
    await using _transaction = attack.startsWith('A6') ? await openTransaction(stand.databaseUrl) : null
    await delay(3_000) // it is at its worst
    const { times: beside } = await measureLatency(stand, durahook, load)
    const counted = new Promise<{ answered: number; refused: number }>((resolve) =>
      child.onMessage((message) => resolve(message as never)),
    )
    child.send('count')
    yield { attack, quiet, beside, ...(await counted) }
  }
}

/** A write transaction that stays open, as a dump's or a migration's. */
async function openTransaction(url: string): Promise<AsyncDisposable> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin; select pg_current_xact_id()')
  return { [Symbol.asyncDispose]: () => client.end() }
}
