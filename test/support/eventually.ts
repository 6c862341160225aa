/** Waits until `condition` gives something truthy and returns it; throws with `describe()` after `deadlineMs`. */
export async function eventually<T>(
  condition: () => T | false | null | undefined | Promise<T | false | null | undefined>,
  {
    deadlineMs = 20_000,
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
