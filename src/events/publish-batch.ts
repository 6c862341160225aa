import type { Organization } from '../organizations/organization.ts'
import { userError } from '../words/user-errors.ts'
import type { PublishedEvent } from './store-events.ts'
import { publish, type GivenEvent, type PublishDeps } from './publish.ts'

const MAXIMUM_BATCH = 100

/** Publishes a batch of events of one organization, all or none. Throws TOO_MANY_EVENTS, and the errors of publish. */
export async function publishBatch(
  deps: PublishDeps,
  organization: Pick<Organization, 'id' | 'dialect' | 'searchIndexedSince'>,
  events: readonly (GivenEvent & { organizationId?: string | null | undefined })[],
): Promise<PublishedEvent[]> {
  if (events.length > MAXIMUM_BATCH) {
    const message = `A batch has at most ${MAXIMUM_BATCH} events; this one has ${events.length}.`
    throw userError('TOO_MANY_EVENTS', message, 'events')
  }
  const wrongIndex = events.findIndex((event) => event.organizationId != null)
  if (wrongIndex !== -1) {
    const message =
      'All events of a batch belong to one organization: give organizationId once, beside events.'
    throw userError('INVALID', message, `events.${wrongIndex}.organizationId`)
  }
  return publish(deps, organization, events, (index) => `events.${index}`)
}
