import { Link } from 'wouter'
import { shortUrl } from './shown-url.ts'

/** A webhook's URL, readable and short; the title has it as it is. `to`: what it links to. */
export function WebhookUrl({ url, to, className = '' }: { url: string; to?: string; className?: string }) {
  const shown = { title: url, className: `url ${className}`.trim(), children: <bdi>{shortUrl(url)}</bdi> }
  return to === undefined ? <span {...shown} /> : <Link to={to} {...shown} />
}
