/** How far the server's clock is before this machine's, in milliseconds. */
let ahead = 0

/** Less than this is the answer's way and the header's whole seconds, not a clock that is wrong, in milliseconds. */
const TOLERANCE_MS = 3_000

/** Learns the server's time from an answer's Date header: its instants are compared with its own clock. */
export function learnTime(header: string | null): void {
  const difference = header === null ? Number.NaN : Date.parse(header) - Date.now()
  if (!Number.isNaN(difference)) ahead = Math.abs(difference) > TOLERANCE_MS ? difference : 0
}

/** Now by the server's clock, in milliseconds. */
export const serverNow = (): number => Date.now() + ahead
