import type { Organization } from '../organizations/organization.ts'
import { userError } from '../words/user-errors.ts'
import type { CheckDeps } from './check-events.ts'
import type { PublishedEvent } from './store-events.ts'
import { publish, type GivenEvent } from './publish.ts'

const MAXIMUM_BATCH = 100

/** Publishes a batch for one organization, all or none; as publish. Throws TOO_MANY_EVENTS, too. */
export async function publishBatch(
  deps: CheckDeps,
  organization: Pick<Organization, 'id' | 'dialect'>,
  events: readonly (GivenEvent & { organizationId?: string | null | undefined })[],
): Promise<PublishedEvent[]> {
  if (events.length > MAXIMUM_BATCH) {
    const message = `A batch has at most ${MAXIMUM_BATCH} events; this one has ${events.length}.`
    throw userError('TOO_MANY_EVENTS', message, 'events')
  }
  const strange = events.findIndex((event) => event.organizationId != null)
  if (strange !== -1) {
    const message = 'A batch is for one organization, named beside it.'
    throw userError('INVALID', message, `events.${strange}.organizationId`)
  }
  return publish(deps, organization, events, (index) => `events.${index}`)
}
