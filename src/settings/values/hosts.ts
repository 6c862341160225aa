import { isIP, isIPv6 } from 'node:net'

const NAME = /^(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?$/

/** @throws Error that says what it must be */
export function parseHost(text: string): string {
  if (isIP(text) || isName(text)) return text
  throw new Error('it must be an address or a host name, such as 0.0.0.0, without a scheme or a port')
}

/** @throws Error that says what it must be */
export function parseHostAndPort(text: string): string {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? []
  const good = bracketed ? isIPv6(bracketed) : plain && (isIP(plain) || isName(plain))
  if (good && Number(port) >= 1 && Number(port) <= 65_535) return text
  throw new Error('it must be host:port, such as temporal.internal:7233, without a scheme')
}

/** Not `1.2.3` or `999.1.1.1`: those are mistyped addresses. */
const isName = (text: string) => NAME.test(text) && !/^[\d.]+$/.test(text)
