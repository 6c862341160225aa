import type { House } from './house.ts'
import { arrivalKey, type Arrival, type Receivers } from './receivers.ts'

/** What is true after all deliveries ended. The lists name what must not be; all of them are empty when nothing was lost. */
export interface Audit {
  deliveries: number
  attempts: number
  interrupted: number
  /** Accepted events that are not stored, or not as often as accepted. */
  eventsNotStored: string[]
  /** Deliveries that never got an answer of 2xx to their receiver. */
  lost: string[]
  /** Answered with 2xx more than once, each time too many counted. */
  duplicated: number
  /** Deliveries without a final status, or still marked as being attempted. */
  unfinished: string[]
  /** Attempts that are not in the log: numbers that are missing, requests nobody logged. */
  unlogged: string[]
  /** Attempts made although the delivery had succeeded. */
  afterSuccess: string[]
  /** What metrics count (accepted + reopened = finished + open) and the tables do not have. */
  miscounted: string[]
}

/** Of an audit where nothing was lost; duplicates and interrupted attempts are another question. */
export const NOTHING_WRONG: Partial<Audit> = {
  eventsNotStored: [],
  lost: [],
  unfinished: [],
  unlogged: [],
  afterSuccess: [],
  miscounted: [],
}

interface DeliveryRow {
  id: string
  event_id: string
  path: string
  status: string
  attempt_count: number
  attempt_started_at: Date | null
}

export interface AttemptRow {
  delivery_id: string
  number: number
  trigger: string
  outcome: 'SUCCEEDED' | 'FAILED' | 'INTERRUPTED'
  status_code: number | null
  error_kind: string | null
}

/** Compares what the receivers saw with what the tables say. `accepted`: event ids by idempotency key. */
export async function audit(
  house: House,
  receivers: Receivers,
  accepted: ReadonlyMap<string, string>,
): Promise<Audit> {
  const events = await house.query<{ id: string; idempotency_key: string }>(
    'select id, idempotency_key from events',
  )
  const deliveries = await house.query<DeliveryRow>(`
    select d.id, d.event_id, d.status, d.attempt_count, d.attempt_started_at, substring(w.url from '/[^/]*$') as path
    from deliveries d join webhooks w on w.id = d.webhook_id`)
  const attempts = Map.groupBy(await readAttempts(house), (attempt) => attempt.delivery_id)
  const arrivals = Map.groupBy(receivers.arrivals, ({ key }) => key)
  const stored = new Map(events.map((event) => [event.idempotency_key, event.id]))

  const result: Audit = {
    deliveries: deliveries.length,
    attempts: 0,
    interrupted: 0,
    eventsNotStored: [...accepted].filter(([key, id]) => stored.get(key) !== id).map(([key]) => key),
    lost: [],
    duplicated: 0,
    unfinished: [],
    unlogged: [],
    afterSuccess: [],
    miscounted: await miscounted(house),
  }
  if (events.length !== accepted.size) result.eventsNotStored.push(`${events.length} events are stored`)
  for (const delivery of deliveries) {
    const logged = attempts.get(delivery.id) ?? []
    const arrived = arrivals.get(arrivalKey(delivery.event_id, delivery.path)) ?? []
    check(delivery, logged, arrived, result)
  }
  return result
}

function check(delivery: DeliveryRow, logged: AttemptRow[], arrived: Arrival[], result: Audit): void {
  const { id } = delivery
  const count = (test: (attempt: AttemptRow) => boolean) => logged.filter(test).length
  const interrupted = count(({ outcome }) => outcome === 'INTERRUPTED')
  result.attempts += logged.length
  result.interrupted += interrupted

  const delivered = arrived.filter(({ answered }) => answered === 200).length
  if (delivered === 0) result.lost.push(id)
  result.duplicated += Math.max(delivered - 1, 0)

  if (delivery.status === 'PENDING' || delivery.attempt_started_at !== null)
    result.unfinished.push(`${id} ${delivery.status}`)

  // Every answer is an attempt's, except those that came when nobody was there any more to log them.
  const answered = arrived.filter((arrival) => arrival.answered !== null).length
  const withAnswer = count(({ status_code }) => status_code !== null)
  const brokeInTransit = count(({ outcome, status_code }) => outcome === 'FAILED' && status_code === null)
  const numbers = logged.map(({ number }) => number).join()
  const expected = Array.from({ length: delivery.attempt_count }, (_, index) => index + 1).join()
  if (numbers !== expected || answered < withAnswer || answered > withAnswer + interrupted + brokeInTransit)
    result.unlogged.push(`${id}: ${answered} answers; ${describe(logged)} of ${delivery.attempt_count}`)

  const success = logged.findIndex(({ outcome }) => outcome === 'SUCCEEDED')
  if (success !== -1 && success !== logged.length - 1) result.afterSuccess.push(`${id}: ${describe(logged)}`)
}

/** Compares the counts that metrics give with the deliveries there are. Nothing is purged in these tests. */
async function miscounted(house: House): Promise<string[]> {
  const [row] = await house.query<Record<'counted' | 'ended', string>>(`
    select coalesce(sum(case when status = 'REOPENED' then -deliveries else deliveries end), 0) as counted,
      (select count(*) from deliveries where status <> 'PENDING') as ended
    from delivery_totals`)
  const { counted, ended } = row!
  return counted === ended ? [] : [`${counted} are counted as ended, ${ended} have ended`]
}

const describe = (logged: readonly AttemptRow[]) =>
  logged
    .map(({ number, trigger, outcome, status_code }) => `${number} ${trigger} ${outcome} ${status_code}`)
    .join(', ')

/** The whole log, in its order within each delivery. */
const readAttempts = (house: House) =>
  house.query<AttemptRow>(
    'select delivery_id, number, trigger, outcome, status_code, error_kind from attempts order by delivery_id, number',
  )

/** Ids of the organization's attempts in the order of its log. */
export async function readLog(house: House): Promise<string[]> {
  const rows = await house.query<{ id: string }>(
    `select delivery_id || '/' || number as id from attempts order by attempts.xid, attempts.id`,
  )
  return rows.map(({ id }) => id)
}
