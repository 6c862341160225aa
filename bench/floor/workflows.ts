import { proxyLocalActivities } from '@temporalio/workflow'

interface FloorActivities {
  post(number: number): Promise<void>
}

const { post } = proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '30 s' })

/** The least a delivery can be on Temporal: one workflow, one local activity. */
export async function floor(number: number): Promise<void> {
  await post(number)
}
