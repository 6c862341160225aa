import { isIP } from 'node:net'
import { deniedMessage } from './address-denied.ts'
import type { AddressGuard, AddressVerdict } from './address-guard.ts'
import { bareHost } from './host.ts'
import { isTransient, type Lookup } from './lookup.ts'

export type WebhookUrlRefusal =
  | 'URL_TOO_LONG'
  | 'URL_INVALID'
  | 'URL_NOT_HTTPS'
  | 'URL_HAS_CREDENTIALS'
  | 'URL_HAS_FRAGMENT'
  /** The host is, or resolves to, an address that webhooks may not reach. */
  | 'ADDRESS_DENIED'
  /** The name certainly has no address. */
  | 'HOST_NOT_FOUND'

export type WebhookUrlCheck =
  /** `url` is the one to store: normalized, so that no other parser reads it differently later. */
  | { kind: 'ok'; url: string }
  /** `message` is for the person who typed the URL. */
  | { kind: 'refused'; code: WebhookUrlRefusal; message: string }

/** Far more than receivers need, and still accepted by proxies. */
export const MAXIMUM_URL_LENGTH = 2048

/** Labels of 1 to 63 characters, 253 in total (RFC 1035, section 2.3.4), with or without a final dot. */
const DNS_NAME = /^(?=.{1,253}\.?$)([^.]{1,63}\.)*[^.]{1,63}\.?$/

/** Names of private networks. Here they don't resolve to what they mean on the customer's own machine. */
const PRIVATE_NAME = /^[^.]+$|(^|\.)(localhost|local|internal|home\.arpa)$/

/**
 * Checks a URL before a webhook is saved with it. A literal address is checked in every notation (`127.1`, `0x7f000001`,
 * `[::ffff:7f00:1]`), a name with all of its addresses. Because these can change, the same guard checks each connection
 * again. So a name that can't be looked up at the moment is accepted.
 *
 * A name of a private network is accepted only when all of its addresses are in the guard's configured ranges.
 */
export async function checkWebhookUrl(
  text: string,
  guard: AddressGuard,
  lookup: Lookup,
): Promise<WebhookUrlCheck> {
  if (text.length > MAXIMUM_URL_LENGTH) {
    return refused(
      'URL_TOO_LONG',
      `The URL is longer than ${MAXIMUM_URL_LENGTH} characters. Use a shorter one.`,
    )
  }
  const url = URL.parse(text)
  if (!url)
    return refused('URL_INVALID', 'This is not a URL. Write it in full, like https://example.com/webhooks.')
  if (url.protocol !== 'https:') {
    return refused('URL_NOT_HTTPS', 'Webhooks are sent over HTTPS only. Use a URL that begins with https://.')
  }
  if (url.username || url.password) {
    return refused(
      'URL_HAS_CREDENTIALS',
      'The URL holds a user name or password. Remove it, and verify the signature of each request instead.',
    )
  }
  if (url.href.includes('#')) {
    return refused(
      'URL_HAS_FRAGMENT',
      'The part from # on is never sent. Remove it, or put it in the path or the query.',
    )
  }
  if (url.port === '0') {
    return refused('URL_INVALID', 'Nothing can listen on port 0. Correct the port, or leave it out for 443.')
  }
  const host = bareHost(url)
  if (isIP(host) === 0 && !DNS_NAME.test(host)) {
    return refused('URL_INVALID', `The host ${host} cannot be a name in DNS. Correct it.`)
  }
  // Checked again, because encoding can lengthen a URL: ü becomes %C3%BC.
  if (url.href.length > MAXIMUM_URL_LENGTH) {
    return refused(
      'URL_TOO_LONG',
      `The URL is longer than ${MAXIMUM_URL_LENGTH} characters when encoded. Shorten it.`,
    )
  }
  return (await checkHost(host, guard, lookup)) ?? { kind: 'ok', url: url.href }
}

async function checkHost(host: string, guard: AddressGuard, lookup: Lookup): Promise<WebhookUrlCheck | null> {
  if (isIP(host) !== 0) return checkVerdicts(host, [guard.check(host)])
  const isPrivate = PRIVATE_NAME.test(host.replace(/\.$/, ''))
  try {
    const verdicts = (await lookup(host)).map(({ address }) => guard.check(address))
    const listed = verdicts.length > 0 && verdicts.every((verdict) => verdict.allowed && verdict.listed)
    if (isPrivate && !listed) return privateName(host)
    if (verdicts.length > 0) return checkVerdicts(host, verdicts)
  } catch (error) {
    if (isPrivate) return privateName(host)
    if (isTransient(error)) return null
  }
  return refused(
    'HOST_NOT_FOUND',
    `${host} has no address. Correct the host, or publish an A or AAAA record for it and save again.`,
  )
}

function checkVerdicts(host: string, verdicts: readonly AddressVerdict[]): WebhookUrlCheck | null {
  const denied = verdicts.find((verdict) => !verdict.allowed)
  return denied ? refused('ADDRESS_DENIED', deniedMessage(host, denied.range)) : null
}

/** The same answer whether or not the name exists, so that customers can't explore the operator's network. */
function privateName(host: string): WebhookUrlCheck {
  return refused('ADDRESS_DENIED', deniedMessage(host, 'private name'))
}

function refused(code: WebhookUrlRefusal, message: string): WebhookUrlCheck {
  return { kind: 'refused', code, message }
}
