import { promises as dns, type LookupAddress } from 'node:dns'
import { readFileSync } from 'node:fs'

/**
 * Every address of a name, IPv4 and IPv6. Throws an error with node:dns's `code`: ENOTFOUND or ENODATA if the name
 * certainly has no address, another code (ETIMEOUT, ESERVFAIL, EAI_AGAIN, …) if the look-up failed for now.
 */
export type Lookup = (hostname: string) => Promise<LookupAddress[]>

export interface LookupOptions {
  /** Name servers, as `10.0.0.2` or `10.0.0.2:5353`. Default those of the operating system. */
  servers?: readonly string[]
  /** Default /etc/hosts. Read once. */
  hostsFile?: string
  /** How long each of two tries waits for a name server, in milliseconds. Default 2000: both fit any dialect's timeout. */
  tryMs?: number
}

/**
 * Creates a look-up in which a customer's slow name server delays nobody else. dns.lookup (getaddrinfo) would block one
 * of the process's four pool threads while it waits, so customers' names are looked up over node:dns's own sockets. Only
 * names that the operator's machine defines (localhost, single labels, the hosts file) go to the operating system. No
 * cache: a reused connection needs no look-up, and the name server caches by TTL.
 */
export function createLookup({
  servers,
  hostsFile = '/etc/hosts',
  tryMs = 2_000,
}: LookupOptions = {}): Lookup {
  const resolver = new dns.Resolver({ timeout: tryMs, maxTimeout: tryMs, tries: 2 })
  if (servers) resolver.setServers(servers)
  const hosts = namesInHostsFile(hostsFile)

  return async (hostname) => {
    const name = hostname.replace(/\.$/, '').toLowerCase()
    if (!name.includes('.') || name.endsWith('.localhost') || hosts.has(name)) {
      return dns.lookup(name, { all: true })
    }
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const addresses = [
      ...(v4.status === 'fulfilled' ? v4.value.map((address) => ({ address, family: 4 })) : []),
      ...(v6.status === 'fulfilled' ? v6.value.map((address) => ({ address, family: 6 })) : []),
    ]
    // One family is enough: many name servers answer AAAA queries with an error.
    if (addresses.length > 0) return addresses
    const errors = [v4, v6].flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason as Error] : [],
    )
    throw errors.find(isTransient) ?? errors[0]!
  }
}

/** False if the name certainly has no address: a retry is pointless until its owner changes that. */
export function isTransient(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code !== 'ENOTFOUND' && code !== 'ENODATA' && code !== 'EBADNAME'
}

function namesInHostsFile(path: string): Set<string> {
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    return new Set(
      lines.flatMap((line) => line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/).slice(1)),
    )
  } catch {
    return new Set() // no such file: Windows keeps it elsewhere
  }
}
