import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import { callTemporal } from '../temporal/call-temporal.ts'
import { REPLAY_CHANGED } from '../words/temporal.ts'
import { userError } from '../words/user-errors.ts'
import type { Replay } from './replay.ts'

export interface ChangeReplayDeps {
  database: Database
  temporal: Client
  notify: Notify
  log: Logger
}

/** Throws ALREADY_FINISHED: `changed` are the rows that a statement changed of replays that have not ended. */
export function requireUnderWay(changed: readonly unknown[], { id }: Pick<Replay, 'id'>): void {
  if (changed.length === 0) throw userError('ALREADY_FINISHED', `The replay ${id} has ended already.`, 'id')
}

/** Tells the workflow of a replay that Postgres has something new. It would notice within seconds by itself, so nobody waits. */
export function hurryReplay(
  { temporal, log }: Pick<ChangeReplayDeps, 'temporal' | 'log'>,
  { id }: Pick<Replay, 'id'>,
): void {
  callTemporal(temporal, () => temporal.workflow.getHandle(id).signal(REPLAY_CHANGED)).catch(
    (error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError))
        log.warn({ err: error, replayId: id }, 'The workflow of a replay could not be told of a change.')
    },
  )
}
