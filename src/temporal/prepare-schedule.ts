import {
  Client,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type Connection,
  type ScheduleOptions,
} from '@temporalio/client'
import { PURGE, TASK_QUEUE } from '../words/temporal.ts'

/**
 * Makes or updates the schedule that runs the purge every `everyMs`. Operators see and steer it in Temporal UI: a pause stays a
 * pause. After a failure it pauses itself, so that somebody looks.
 */
export async function preparePurgeSchedule(
  connection: Connection,
  namespace: string,
  everyMs: number,
): Promise<void> {
  const { schedule } = new Client({ connection, namespace })
  const spec = { intervals: [{ every: everyMs }] }
  const options: ScheduleOptions = {
    scheduleId: PURGE,
    spec,
    action: {
      type: 'startWorkflow',
      workflowType: PURGE,
      workflowId: PURGE,
      taskQueue: TASK_QUEUE,
      args: [],
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute', pauseOnFailure: true },
  }
  try {
    await schedule.create(options)
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await schedule.getHandle(PURGE).update((previous) => ({ ...previous, spec }))
  }
}
