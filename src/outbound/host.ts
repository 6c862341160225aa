/** A URL's host without its port and, for an IPv6 address, without brackets: what node:net and the guard take. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}
