import { defineSignal, setHandler } from '@temporalio/workflow'
import { SIGNALS } from '../src/words/temporal.ts'

/** Commands of operators to a running delivery that are not carried out yet. */
export interface Commands {
  retryNow: boolean
  cancel: boolean
  paused: boolean
  /** Called at each command that ends the wait for the next retry. */
  onCommand: () => void
  any(): boolean
  /** Clears `retryNow` and `paused`, because the next attempt starts now. */
  clear(): void
}

/**
 * Listens for the signals to this run of a delivery. Call it once, before the first await. A `cancel` that says which run it is for
 * ends no other: one that is late could meet the run that somebody asked for since.
 */
export function receiveCommands(run: number): Commands {
  const commands: Commands = {
    retryNow: false,
    cancel: false,
    paused: false,
    onCommand: () => {},
    any: () => commands.retryNow || commands.cancel || commands.paused,
    clear: () => {
      commands.retryNow = false
      commands.paused = false
    },
  }
  const on = (signal: string, apply: (given: unknown) => void) =>
    setHandler(defineSignal<[unknown?]>(signal), (given) => {
      apply(given)
      if (commands.any()) commands.onCommand()
    })
  on(SIGNALS.retryNow, () => (commands.retryNow = true))
  on(SIGNALS.cancel, (of) => {
    if (typeof of !== 'number' || of === run) commands.cancel = true
  })
  on(SIGNALS.pause, () => (commands.paused = true))
  on(SIGNALS.resume, () => (commands.paused = false))
  return commands
}
