import type { OutboundRequest } from '../outbound/outbound.ts'

/** A command line for a POSIX shell that sends the request's exact bytes. */
export function curlCommand({ url, headers, body }: OutboundRequest): string {
  const lines = [
    // Without globoff curl would interpret brackets and braces in the URL.
    `curl --globoff -X POST ${quote(url)}`,
    // curl omits a header that ends after the colon; it sends an empty one for `name;`.
    ...headers.map(([name, value]) => `-H ${quote(value.trim() === '' ? `${name};` : `${name}: ${value}`)}`),
    `--data-binary ${quote(body)}`,
  ]
  return lines.join(' \\\n  ')
}

/** Inside single quotes a shell interprets nothing but the single quote. */
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
