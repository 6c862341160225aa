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

/** Listens for the signals. Call it once, before the first await. */
export function receiveCommands(): Commands {
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
  const on = (signal: string, apply: () => void) =>
    setHandler(defineSignal(signal), () => {
      apply()
      if (commands.any()) commands.onCommand()
    })
  on(SIGNALS.retryNow, () => (commands.retryNow = true))
  on(SIGNALS.cancel, () => (commands.cancel = true))
  on(SIGNALS.pause, () => (commands.paused = true))
  on(SIGNALS.resume, () => (commands.paused = false))
  return commands
}
