import { proxyActivities, setCurrentDetails, sleep } from '@temporalio/workflow'
import type { DeletionActivities } from './deletion-contract.ts'

const { deleteRows, finishDeletion } = proxyActivities<DeletionActivities>({
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '2 s', maximumInterval: '5 minutes' },
})

/** What had begun before the organization was deleted has ended after this time: a request of the API, an attempt. */
const ENDED_AFTER = '1 minute'

/** Deletes all that an organization has. Its details in Temporal UI say how far it is. */
export async function deleteOrganization(organizationId: string): Promise<string> {
  setCurrentDetails('Deleting')
  const first = await deleteRows(organizationId)
  setCurrentDetails(`${first} rows deleted; waiting for what had begun before`)
  await sleep(ENDED_AFTER)
  const second = await deleteRows(organizationId)
  await finishDeletion(organizationId)
  const result = `${first + second} rows deleted`
  setCurrentDetails(result)
  return result
}
