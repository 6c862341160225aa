import type { OutboundRequest } from '../outbound/outbound.ts'

/** A command line for a POSIX shell that sends the request's exact bytes. */
export function curlCommand({ url, headers, body }: OutboundRequest): string {
  const lines = [
    `curl -X POST ${quote(url)}`,
    ...headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `--data-binary ${quote(body)}`,
  ]
  return lines.join(' \\\n  ')
}

/** Inside single quotes a shell takes everything as it is, but for the single quote. */
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
