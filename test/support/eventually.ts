/** Waits until `condition` gives something truthy and returns it; throws with `describe()` after `deadlineMs`. */
export async function eventually<T>(
  condition: () => T | false | null | undefined | Promise<T | false | null | undefined>,
  {
    deadlineMs = 60_000,
    describe = () => String(condition),
  }: { deadlineMs?: number; describe?: () => string } = {},
): Promise<T> {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    const value = await condition()
    if (value) return value
    if (Date.now() > deadline) throw new Error(`Not so within ${deadlineMs} ms: ${describe()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/**
 * Whether what `attempt` does is over within `ms`, at least once in five times. A busy machine makes some of them late; if it waits for
 * something that takes longer, all are.
 */
export async function isEverWithin(ms: number, attempt: () => Promise<unknown>): Promise<boolean> {
  for (let tries = 0; tries < 5; tries += 1) {
    const from = performance.now()
    await attempt()
    if (performance.now() - from < ms) return true
  }
  return false
}
