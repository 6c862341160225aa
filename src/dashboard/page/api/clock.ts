/** The server's clock minus this machine's, in milliseconds. */
let offsetMs = 0

/** Smaller differences come from the latency and the header's whole seconds, not from a wrong clock; in milliseconds. */
const TOLERANCE_MS = 3_000

/** Adjusts to the server's clock by the Date header of an answer, as the server's timestamps are compared with its clock. */
export function syncClock(header: string | null): void {
  const difference = header === null ? Number.NaN : Date.parse(header) - Date.now()
  if (!Number.isNaN(difference)) offsetMs = Math.abs(difference) > TOLERANCE_MS ? difference : 0
}

/** The current time by the server's clock, in milliseconds. */
export const serverNow = (): number => Date.now() + offsetMs
