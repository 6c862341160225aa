import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * Reads comma-separated address ranges in CIDR form. Each opens a part of a private network to webhooks, so every
 * ambiguous range is refused.
 * @throws Error that says what it must be
 */
export function parseAddressRanges(text: string): string[] {
  const ranges = text
    .split(',')
    .map((range) => range.trim())
    .filter(Boolean)
  ranges.forEach(check)
  return ranges
}

function check(range: string): void {
  const [address = '', prefix, ...more] = range.split('/')
  const bits = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : null
  if (bits === null || more.length > 0) throw new Error(`"${range}" is no address range; ${FORM}`)
  if (prefix === undefined)
    throw new Error(`"${range}" has no prefix; for the one address write ${address}/${bits}`)
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits)
    throw new Error(`"${range}" has a prefix that is not from 1 to ${bits}; ${FORM}`)
  if (Number(prefix) === 0)
    throw new Error(
      `"${range}" would open every address there is, those of cloud metadata too; name the networks that are meant`,
    )
  const kind = bits === 32 ? ipaddr.IPv4 : ipaddr.IPv6
  const network = kind.networkAddressFromCIDR(range)
  if (network.toString() !== kind.parse(address).toString())
    throw new Error(
      `"${range}" names one address and a whole network; write ${network.toString()}/${prefix} or ${address}/${bits}`,
    )
}

const FORM = 'it must be in CIDR form, such as 10.1.0.0/16 or fd12::/16'
