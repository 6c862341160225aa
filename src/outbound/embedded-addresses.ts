import ipaddr from 'ipaddr.js'

/**
 * The IPv4 addresses inside an IPv6 address, to which packets may be delivered; empty for an ordinary address.
 *
 * Not decoded: 64:ff9b:1::/48 (RFC 8215), whose layout each network chooses, and ::ffff:0:0:0/96 (RFC 6145). Their range
 * is never `unicast`, so they are denied unless the allowed ranges contain them.
 */
export function embeddedAddresses(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4[] {
  if (!(address instanceof ipaddr.IPv6)) return []
  const words = address.parts
  switch (address.range()) {
    case 'ipv4Mapped': // ::ffff:a.b.c.d, RFC 4291
      return [fromWords(words, 6)]
    case 'rfc6052': // NAT64, 64:ff9b::a.b.c.d
      return words[2] === 0 ? [fromWords(words, 6)] : []
    case '6to4': // 2002:<a.b>:<c.d>::, RFC 3056
      return [fromWords(words, 1)]
    case 'teredo': // 2001:0:<server>:<flags>:<port>:<client with every bit flipped>, RFC 4380
      return [fromWords(words, 2), fromWords(words, 6, 0xffff)]
    default:
      return []
  }
}

function fromWords(words: number[], at: number, flip = 0): ipaddr.IPv4 {
  const [high, low] = [words[at]! ^ flip, words[at + 1]! ^ flip]
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff])
}
