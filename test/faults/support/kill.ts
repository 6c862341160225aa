import { eventually } from '../../support/eventually.ts'
import type { House } from './house.ts'
import type { Random } from './random.ts'
import type { Receivers } from './receivers.ts'

/** How often each kind of process is killed. */
export const ROUNDS = 3

export const VICTIMS = ['api', 'worker', 'temporal', 'postgres'] as const
type Victim = (typeof VICTIMS)[number]

/**
 * Kills one after the other, each when a random number of the `total` requests has arrived. Returns how many were under way then.
 */
export async function killAtRandom(
  house: House,
  random: Random,
  receivers: Pick<Receivers, 'arrivals' | 'open'>,
  total: number,
): Promise<number> {
  const arrived = () => receivers.arrivals.length
  const victims = random.shuffle(Array.from({ length: ROUNDS }, () => VICTIMS).flat())
  const moments = victims.map(() => random.between(50, total - 100)).sort((a, b) => a - b)
  let inFlight = 0
  for (const [index, victim] of victims.entries()) {
    const moment = moments[index]!
    await eventually(() => arrived() >= moment, {
      deadlineMs: 240_000 + total * 20,
      describe: () =>
        `${moment} requests arrived, after ${victims.slice(0, index).join(', ')}; ${arrived()} did`,
    })
    // An API has no attempts.
    if (victim !== 'api') inFlight += await onTheirWay(house, receivers.open)
    console.log(`After ${arrived()} requests: SIGKILL ${victim}`)
    await killOne(house, victim, random)
  }
  return inFlight
}

async function killOne(house: House, victim: Victim, random: Random): Promise<void> {
  switch (victim) {
    case 'api':
      return random.pick(house.apis).kill()
    case 'worker':
      return random.pick(house.workers).kill()
    case 'temporal':
      await house.temporal.kill()
      return house.temporal.start()
    case 'postgres':
      // Half the time one of its processes alone: Postgres then ends all others and recovers by itself. Not while it still recovers from
      // the kill before: Postgres 18 then waits for ever, or no connection is ever let in, until it is started anew.
      if (random.next() < 0.5) {
        await eventually(() => house.query('select 1').catch(() => null))
        return house.postgres.killOne((pids) => random.pick(pids))
      }
      await house.postgres.kill()
      return house.postgres.start()
  }
}

/** Attempts begun and not recorded; while Postgres is away, what the receivers have open. */
async function onTheirWay(house: House, open: () => number): Promise<number> {
  const rows = await house
    .query<{ count: number }>(
      'select count(*)::int as count from deliveries where attempt_started_at is not null',
    )
    .catch(() => null)
  return Math.max(rows?.[0]?.count ?? 0, open())
}
