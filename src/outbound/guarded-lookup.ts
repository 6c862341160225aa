import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { requireAllowed } from './address-denied.ts'
import type { AddressGuard } from './address-guard.ts'
import type { Lookup } from './lookup.ts'

/**
 * The `lookup` function of a socket. The socket connects only to the addresses checked here, so it does not matter if a
 * name resolves to other addresses later, or at each look-up. Sockets don't call this for literal addresses.
 *
 * @param onFound called when the addresses are known and allowed, before the socket connects.
 */
export function guardedLookup(lookup: Lookup, guard: AddressGuard, onFound: () => void): LookupFunction {
  // callbackify, because an exception that the callback throws is a bug and must not become a rejection of the look-up.
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
