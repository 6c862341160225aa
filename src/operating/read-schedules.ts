import {
  ScheduleNotFoundError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionStatusName,
} from '@temporalio/client'
import pMap from 'p-map'
import type { ScheduleActionStatus } from '../words/enums.ts'

/** A schedule of Temporal, as it is now. */
export interface ScheduleState {
  id: string
  paused: boolean
  note: string | null
  /** Null: it has not run yet. */
  lastAction: ScheduleRun | null
  nextActionAt: Date | null
}

/** A run of a schedule. */
export interface ScheduleRun {
  workflowId: string
  at: Date
  /** Null: Temporal keeps it no longer. */
  status: ScheduleActionStatus | null
  /** What came of it, or why it failed; null: nothing yet. */
  result: string | null
}

/** Maximum of schedules that are read. */
const MAXIMUM = 20

/** How many are asked for at once. */
const CONCURRENCY = 5

/** Maximum of characters of what came of a run. */
const RESULT_LENGTH = 2_000

const STATUSES: Partial<Record<WorkflowExecutionStatusName, ScheduleActionStatus>> = {
  RUNNING: 'RUNNING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELED',
  TERMINATED: 'TERMINATED',
  TIMED_OUT: 'TIMED_OUT',
}

/** The schedules of the namespace, by id. Costs up to three calls to Temporal for each: its list is late. Throws Temporal's errors. */
export async function readSchedules(client: Client): Promise<ScheduleState[]> {
  const { schedules } = await client.workflowService.listSchedules({
    namespace: client.options.namespace,
    maximumPageSize: MAXIMUM,
  })
  const ids = (schedules ?? []).map(({ scheduleId }) => scheduleId!).sort()
  const states = await pMap(ids, (id) => readSchedule(client, id), { concurrency: CONCURRENCY })
  return states.filter((state) => state !== null)
}

async function readSchedule(client: Client, id: string): Promise<ScheduleState | null> {
  let description
  try {
    description = await client.schedule.getHandle(id).describe()
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null
    throw error
  }
  const { state, info } = description
  const last = info.recentActions.at(-1)
  return {
    id,
    paused: state.paused,
    note: state.note || null,
    lastAction: last
      ? { at: last.takenAt, ...(await readRun(client, last.action.workflow.workflowId)) }
      : null,
    nextActionAt: info.nextActionTimes[0] ?? null,
  }
}

async function readRun(client: Client, workflowId: string): Promise<Omit<ScheduleRun, 'at'>> {
  const handle = client.workflow.getHandle(workflowId)
  try {
    const { status } = await handle.describe()
    const known = STATUSES[status.name] ?? null
    const result = known === null || known === 'RUNNING' ? null : await resultOf(handle.result())
    return { workflowId, status: known, result }
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { workflowId, status: null, result: null }
    throw error
  }
}

/** What a workflow that has ended says, in words. */
async function resultOf(result: Promise<unknown>): Promise<string | null> {
  try {
    const value = await result
    return typeof value === 'string' && value !== '' ? value.slice(0, RESULT_LENGTH) : null
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error
    return (error.cause?.message ?? error.message).slice(0, RESULT_LENGTH)
  }
}
