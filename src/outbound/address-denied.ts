import type { AddressGuard } from './address-guard.ts'

/** The error of a socket that was about to connect to an address that webhooks may not reach. */
export class AddressDenied extends Error {
  /** The kind of address, as in `AddressVerdict`. */
  readonly range: string

  constructor(range: string) {
    super(`Address denied: ${range}`)
    this.range = range
  }
}

/** @throws AddressDenied if any of the addresses is not allowed, even if others are */
export function requireAllowed(addresses: readonly string[], guard: AddressGuard): void {
  for (const address of addresses) {
    const verdict = guard.check(address)
    if (!verdict.allowed) throw new AddressDenied(verdict.range)
  }
}

/** Names the kind of address but not the address itself: customers must not learn the operator's private DNS entries. */
export function deniedMessage(host: string, range: string): string {
  return (
    `${host} leads to an address that webhooks may not reach (${range}). ` +
    'Use a receiver on a public address, or have the operator of this service allow its range.'
  )
}
