/** Runs in a page: nothing is read again every 30 seconds, so that only a notice, or what is pressed, brings it up to date. */
export function withoutLongTimers(): void {
  const { setTimeout: once, setInterval: again } = window
  Object.assign(window, {
    setTimeout: (run: () => void, ms = 0) => (ms < 30_000 ? once(run, ms) : 0),
    setInterval: (run: () => void, ms = 0) => (ms < 30_000 ? again(run, ms) : 0),
  })
}
