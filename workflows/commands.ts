import { defineSignal, setHandler } from '@temporalio/workflow'
import { SIGNALS } from '../src/words/temporal.ts'

/** What operators asked of a running delivery and is not done yet. */
export interface Commands {
  retryNow: boolean
  cancel: boolean
  paused: boolean
  /** Called at each command that ends the waiting for a retry. */
  onCommand: () => void
  any(): boolean
  /** The attempt that was asked for is being made. */
  done(): void
}

/** Listens for the signals; call once, before the first await. */
export function receiveCommands(): Commands {
  const commands: Commands = {
    retryNow: false,
    cancel: false,
    paused: false,
    onCommand: () => {},
    any: () => commands.retryNow || commands.cancel || commands.paused,
    done: () => {
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
