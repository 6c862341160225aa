import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { requireAllowed } from './address-denied.ts'
import type { AddressGuard } from './address-guard.ts'
import type { Lookup } from './lookup.ts'

/**
 * The `lookup` of a socket. The socket connects to exactly the addresses checked here, so a name that resolves to
 * something else after it was saved, or at each look-up, gains nothing. Literal addresses never come through here.
 *
 * @param onFound called when the addresses are known and allowed, before the socket connects.
 */
export function guardedLookup(lookup: Lookup, guard: AddressGuard, onFound: () => void): LookupFunction {
  // callbackify: what the socket throws in the callback is a bug to crash on, not a rejection of the look-up.
  const find = callbackify(async (hostname: string) => {
    const addresses = await lookup(hostname)
    requireAllowed(
      addresses.map(({ address }) => address),
      guard,
    )
    const [first] = addresses
    if (!first) throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' })
    return { first, addresses }
  })

  return (hostname, options, callback) =>
    find(hostname, (error, found) => {
      if (error) return callback(error, '', 0)
      onFound()
      if (options.all) return callback(null, found.addresses)
      callback(null, found.first.address, found.first.family)
    })
}
