import type { AddressGuard } from './address-guard.ts'

/** An address that webhooks may not reach, thrown into the socket that was about to connect to it. */
export class AddressDenied extends Error {
  /** The kind of address, as in `AddressVerdict`. */
  readonly range: string

  constructor(range: string) {
    super(`Address denied: ${range}`)
    this.range = range
  }
}

/** @throws AddressDenied when any of the addresses is not allowed: a name is as bad as its worst address. */
export function requireAllowed(addresses: readonly string[], guard: AddressGuard): void {
  for (const address of addresses) {
    const verdict = guard.check(address)
    if (!verdict.allowed) throw new AddressDenied(verdict.range)
  }
}

/** Names the kind of address but never the address: a customer must not read the operator's private DNS this way. */
export function deniedMessage(host: string, range: string): string {
  return (
    `${host} leads to an address that webhooks may not reach (${range}). ` +
    'Use a receiver on a public address, or have the operator of this service allow its range.'
  )
}
