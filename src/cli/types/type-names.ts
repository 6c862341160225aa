/** `invoice.paid` as the name of a TypeScript type: `InvoicePaid`. */
export function typeNameOf(name: string): string {
  const joined = name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    // json-schema-to-typescript does this too, and the name must be the one that it writes.
    .replaceAll(/\d+[a-z]/g, (match) => match.toUpperCase())
  return /^[A-Z]/.test(joined) ? joined : `Type${joined}`
}

/**
 * Gives out each name once: the second `InvoicePaid` is `InvoicePaid_2`. The same calls in the same order give the same names, so a new
 * event type can only move the number of one whose name differs in nothing but signs and capitals.
 */
export function createNames(): (wanted: string) => string {
  const given = new Set<string>()
  return (wanted) => {
    let name = wanted
    for (let number = 2; given.has(name); number += 1) name = `${wanted}_${number}`
    given.add(name)
    return name
  }
}
