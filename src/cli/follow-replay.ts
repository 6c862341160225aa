import { pause } from '../client/request.ts'
import type { ReplayStatus } from '../words/enums.ts'
import { CommandError } from './command-error.ts'
import { EXIT } from './exit-codes.ts'
import { paintStatus } from './paint-status.ts'
import type { Session } from './session.ts'
import type { Terminal } from './terminal.ts'

/** What is asked for of a replay. */
export const REPLAY_FIELDS = /* GraphQL */ `
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  eta
  finishedAt
`

/** How far a replay is. */
export interface ReplayFigures {
  id: string
  status: ReplayStatus
  matched: number
  counted: boolean
  queued: number
  delivered: number
  failed: number
  skipped: number
  givenBack: number
  eta: string | null
  finishedAt: string | null
}

const READ = /* GraphQL */ `
  query ($id: ID!) {
    replay(id: $id) {
      ${REPLAY_FIELDS}
    }
  }
`

/** Between two looks, in milliseconds. A replay changes its figures about once a second. */
const LOOK_EACH_MS = 1_000

/**
 * Shows a replay's figures whenever they change, until it has ended. It reads them again and again, and so lives through restarts of
 * the API without more code. After Ctrl-C, it says that the replay goes on.
 * @throws CommandError when deliveries failed or the replay was canceled; DurahookError
 */
export async function followReplay(
  first: ReplayFigures,
  session: Session,
  terminal: Terminal,
): Promise<void> {
  let replay = first
  let shown = ''
  for (;;) {
    const line = session.json ? JSON.stringify({ replay }) : describeFigures(replay, terminal)
    if (line !== shown) (session.json ? terminal.print : terminal.progress)(line)
    shown = line
    if (replay.finishedAt !== null) break
    try {
      await pause(LOOK_EACH_MS, terminal.signal)
      const answer = await session.askPatiently<{ replay: ReplayFigures }>(READ, { id: replay.id })
      replay = answer.replay
    } catch (error) {
      if (terminal.signal.aborted)
        terminal.warn(`The replay ${replay.id} goes on. The dashboard shows, pauses and cancels it.`)
      throw error
    }
  }
  // After progress that was shown in place, the line has to end.
  if (!session.json) terminal.print(describeEnd(replay, terminal))
  if (replay.status === 'CANCELED') throw new CommandError(EXIT.undelivered, 'The replay was canceled.')
  if (replay.failed > 0)
    throw new CommandError(
      EXIT.undelivered,
      `${replay.failed} failed again. See: durahook deliveries list --status FAILED`,
    )
}

function describeFigures(replay: ReplayFigures, terminal: Terminal): string {
  const { status, matched, counted, queued, delivered, failed, eta } = replay
  const all = counted ? matched : `${matched} or more`
  const end = eta ? `, all put back at ${eta}` : ''
  return `${paintStatus(status, terminal)}  ${queued} of ${all} put back, ${delivered} delivered, ${failed} failed${end}`
}

const describeEnd = (
  { id, status, delivered, failed, skipped, givenBack }: ReplayFigures,
  terminal: Terminal,
) =>
  `${id}  ${paintStatus(status, terminal)}  ${delivered} delivered, ${failed} failed, ${skipped} skipped, ${givenBack} given back`
