import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'
import { embeddedAddresses } from './embedded-addresses.ts'

export type AddressVerdict =
  /** `listed`: whether the address is in one of the configured ranges, rather than public. */
  | { allowed: true; listed: boolean }
  /** `range`: the kind of address, for messages: `private`, `loopback`, `cloud metadata`. */
  | { allowed: false; range: string }

export interface AddressGuard {
  /**
   * Decides whether requests may go to an address, given in its canonical form (`10.0.0.1`, `fe80::1%eth0`). Names and
   * other forms such as `0x7f.1` are denied as `malformed`, because parsers could read them differently.
   */
  check(address: string): AddressVerdict
}

/** Metadata services of cloud platforms. Some of these addresses look public; the others are listed for a clear reason. */
const METADATA_ADDRESSES = new Set(['169.254.169.254', '168.63.129.16', '100.100.100.200', 'fd00:ec2::254'])

/** All of IPv6 that is assigned to the public internet. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3')

/** Readable names for ranges of ipaddr.js. Its other names are readable already: `private`, `loopback`, `reserved`. */
const RANGE_WORDS: Record<string, string> = {
  carrierGradeNat: 'carrier-grade NAT',
  linkLocal: 'link-local',
  uniqueLocal: 'private',
  deprecatedSiteLocal: 'site-local',
  rfc6052: 'translated (NAT64)',
  rfc6145: 'translated (SIIT)',
}

/**
 * Allows public addresses and those in `allowedRanges` (CIDR, such as `127.0.0.0/8` or `fd12::/16`), nothing else. An IPv6
 * address that contains IPv4 addresses (mapped, NAT64, 6to4, Teredo) is judged by those.
 *
 * @throws RangeError if one of `allowedRanges` is not a CIDR.
 */
export function createAddressGuard({ allowedRanges }: { allowedRanges: readonly string[] }): AddressGuard {
  const listed = allowedRanges.map(parseRange)

  function isListed(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
    return listed.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits))
  }

  function judge(address: ipaddr.IPv4 | ipaddr.IPv6): AddressVerdict {
    if (isListed(address)) return { allowed: true, listed: true }
    if (METADATA_ADDRESSES.has(address.toString())) return { allowed: false, range: 'cloud metadata' }

    const embedded = embeddedAddresses(address)
    if (embedded.length > 0) {
      const verdicts = embedded.map(judge)
      return (
        verdicts.find((verdict) => !verdict.allowed) ?? {
          allowed: true,
          listed: verdicts.every((verdict) => verdict.allowed && verdict.listed),
        }
      )
    }

    const range = address.range()
    if (range !== 'unicast') return { allowed: false, range: RANGE_WORDS[range] ?? range }
    if (address.kind() === 'ipv6' && !address.match(GLOBAL_UNICAST))
      return { allowed: false, range: 'reserved' }
    return { allowed: true, listed: false }
  }

  return {
    check(address) {
      const parsed = parseAddress(address)
      return parsed ? judge(parsed) : { allowed: false, range: 'malformed' }
    },
  }
}

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (isIPv4(text)) return ipaddr.IPv4.parse(text)
  if (!isIPv6(text)) return null
  // URL normalizes it to plain groups first: ipaddr.js reads `::8.8.8.8` as `::ffff:8.8.8.8`, but the kernel does not.
  const { hostname } = new URL(`https://[${text.replace(/%.*/, '')}]/`)
  return ipaddr.IPv6.parse(hostname.slice(1, -1))
}

function parseRange(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  try {
    return ipaddr.parseCIDR(text)
  } catch (cause) {
    throw new RangeError(`Allowed range "${text}" is not a CIDR. Write it like 10.0.0.0/8 or fd12::/16.`, {
      cause,
    })
  }
}
