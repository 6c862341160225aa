import { followLog, type FollowOptions, type LogEntry } from './follow-log.ts'
import { publishEvents, type EventTypes, type NewEvent, type PublishedEvent } from './publish.ts'
import { request, type Connection } from './request.ts'

export { DurahookError, type Problem } from './errors.ts'
export type { Connection, EventTypes, FollowOptions, LogEntry, NewEvent, PublishedEvent }
export type { LoggedAttempt } from './follow-log.ts'

/** What a product needs of durahook: `import { createClient } from 'durahook/client'`. */
export interface DurahookClient<Types extends EventTypes = EventTypes> {
  /** Publishes one event. See publishBatch. */
  publish(event: NewEvent<Types>, options?: { signal?: AbortSignal }): Promise<PublishedEvent>
  /**
   * Publishes events, up to 100 in a request, each request as a whole or not at all. What it returns is stored and can't be lost. It tries
   * again for `patienceMs` while the API is away or busy, with the same idempotency keys.
   * @throws DurahookError
   */
  publishBatch(
    events: readonly NewEvent<Types>[],
    options?: { signal?: AbortSignal },
  ): Promise<PublishedEvent[]>
  /**
   * The delivery log as it grows: `for await (const { cursor, attempt } of client.followLog({ after }))`. Each attempt once, through
   * restarts of the API.
   * @throws DurahookError when going on has no sense
   */
  followLog(options?: FollowOptions): AsyncGenerator<LogEntry, void, void>
  /** Any query or mutation of schema.graphql; tried again as publishing is. @throws DurahookError */
  request<Data>(
    query: string,
    variables?: Record<string, unknown>,
    options?: { signal?: AbortSignal },
  ): Promise<Data>
}

/** `organizationId` is for operators' keys only: every other key has its organization. */
export function createClient<Types extends EventTypes = EventTypes>({
  organizationId,
  ...connection
}: Connection & { organizationId?: string }): DurahookClient<Types> {
  return {
    publish: async (event, { signal } = {}) =>
      (await publishEvents<Types>(connection, organizationId, [event], signal))[0]!,
    publishBatch: (events, { signal } = {}) =>
      publishEvents<Types>(connection, organizationId, events, signal),
    followLog: (options) => followLog(connection, organizationId, options),
    request: (query, variables = {}, { signal } = {}) => request(connection, query, variables, signal),
  }
}
