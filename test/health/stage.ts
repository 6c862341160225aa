import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type Answer } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import type { TestApp } from '../support/app.ts'

/** A webhook whose receiver can be switched off and on, and whose past can be moved. */
export async function openStage(app: TestApp, dialect = 'standard') {
  let answer: () => Answer | Promise<Answer> = () => ({ status: 200 })
  const receiver = await openReceiver(() => answer())
  const organization = await openOrganization(app, dialect)
  const { id: webhookId } = await organization.webhook(receiver.url)
  const health = async () =>
    (await rows(app, `select * from webhook_health where webhook_id = ?`, [webhookId]))[0]
  const told = async () =>
    (
      await rows(
        app,
        `select type from operational_events where organization_id = ? and type not like 'delivery.%' order by xid, id`,
        [organization.id],
      )
    ).map(({ type }) => type as string)
  const failures = (count: number) => eventually(async () => ((await health())?.failures ?? 0) >= count)
  return {
    ...organization,
    webhookId,
    receiver,
    health,
    /** The types of its operational events about webhooks, in their order. */
    told,
    failures,
    answers(next: () => Answer | Promise<Answer>) {
      answer = next
    },
    /** Changes the webhook. */
    update: (change: object) =>
      organization.client.request(
        `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { message } } }`,
        { input: { id: webhookId, ...change } },
      ),
    /** Publishes so many events, and gives the ids of their deliveries. */
    async publishMany(count: number): Promise<string[]> {
      const ids: string[] = []
      for (let done = 0; done < count; done += 100) {
        const events = Array.from({ length: Math.min(count - done, 100) }, () => ({
          type: organization.eventType,
          data: organization.data,
        }))
        const { publishEvents } = await organization.client.request(
          `mutation ($events: [PublishEventInput!]!) { publishEvents(events: $events) { events { id } userErrors { message } } }`,
          { events },
        )
        ids.push(...publishEvents.events.map(({ id }: any) => id))
      }
      const deliveries = await rows(app, `select id from deliveries where event_id in (?) order by id`, [ids])
      return deliveries.map(({ id }) => id)
    },
    /** Moves all that its health remembers so far into the past. */
    age: (minutes: number) =>
      rows(
        app,
        `update webhook_health set failed_since = failed_since - m, failing_since = failing_since - m, counted_from = counted_from - m
          from make_interval(mins => ?) m where webhook_id = ? returning 1`,
        [minutes, webhookId],
      ),
    /** Fails until it is FAILING: three deliveries, six minutes, and another one. Returns the deliveries. */
    async fail(): Promise<string[]> {
      answer = () => ({ status: 500 })
      const first = await this.publishMany(3)
      await failures(3)
      await this.age(6)
      const last = await this.publishMany(1)
      await eventually(async () => (await health()).failing_since)
      return [...first, ...last]
    },
    /** The probe's turn is now. */
    probe: () =>
      rows(
        app,
        `update webhook_health set probe_at = now(), look_at = now() where webhook_id = ? returning 1`,
        [webhookId],
      ),
    /** How many of these deliveries are held. */
    held: async (ids: readonly string[]) =>
      (
        await rows(
          app,
          `select count(*)::int as count from deliveries where id in (?) and held_until is not null`,
          [ids],
        )
      )[0].count as number,
    statuses: async (ids: readonly string[]) =>
      Object.fromEntries(
        (
          await rows(
            app,
            `select status, count(*)::int as count from deliveries where id in (?) group by status`,
            [ids],
          )
        ).map(({ status, count }) => [status, count]),
      ) as Record<string, number>,
    [Symbol.asyncDispose]: () => receiver.close(),
  }
}
