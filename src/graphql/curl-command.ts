import type { OutboundRequest } from '../outbound/outbound.ts'

/** A command line for a POSIX shell that sends the request's exact bytes. */
export function curlCommand({ url, headers, body }: OutboundRequest): string {
  const lines = [
    // globoff: brackets and braces in the URL mean themselves.
    `curl --globoff -X POST ${quote(url)}`,
    // With a colon and nothing behind it, curl would leave the header out.
    ...headers.map(([name, value]) => `-H ${quote(value.trim() === '' ? `${name};` : `${name}: ${value}`)}`),
    `--data-binary ${quote(body)}`,
  ]
  return lines.join(' \\\n  ')
}

/** Inside single quotes a shell takes everything as it is, but for the single quote. */
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
