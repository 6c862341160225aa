/** So many waiting deliveries are counted at most. */
const COUNTED = 10_000

/** `1 delivery waits`, `412 deliveries wait`, `More than 10,000 deliveries wait`. */
export function heldText(held: number): string {
  if (held === 1) return '1 delivery waits'
  return `${held >= COUNTED ? 'More than ' : ''}${Math.min(held, COUNTED).toLocaleString()} deliveries wait`
}
