import { defineSignal, setHandler } from '@temporalio/workflow'
import { SIGNALS } from '../src/words/temporal.ts'

/** What operators asked of a running delivery and is not done yet. */
export interface Wishes {
  retryNow: boolean
  cancel: boolean
  paused: boolean
  /** Called at each wish that ends the waiting for a retry. */
  onWish: () => void
  any(): boolean
  /** The attempt that was asked for is being made. */
  done(): void
}

/** Listens for the signals; call once, before the first await. */
export function receiveWishes(): Wishes {
  const wishes: Wishes = {
    retryNow: false,
    cancel: false,
    paused: false,
    onWish: () => {},
    any: () => wishes.retryNow || wishes.cancel || wishes.paused,
    done: () => {
      wishes.retryNow = false
      wishes.paused = false
    },
  }
  const on = (signal: string, apply: () => void) =>
    setHandler(defineSignal(signal), () => {
      apply()
      if (wishes.any()) wishes.onWish()
    })
  on(SIGNALS.retryNow, () => (wishes.retryNow = true))
  on(SIGNALS.cancel, () => (wishes.cancel = true))
  on(SIGNALS.pause, () => (wishes.paused = true))
  on(SIGNALS.resume, () => (wishes.paused = false))
  return wishes
}
