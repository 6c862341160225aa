/**
 * Reason codes of OpenSSL's SSL library (include/openssl/sslerr.h), with a message for people: the cause and what to do. An
 * alert from the receiver (RFC 8446, section 6) has its number plus 1000.
 */
const FAULTS: [reasons: number[], message: (host: string) => string][] = [
  [
    [258, 266, alert(70), alert(86)],
    (host) =>
      `${host} speaks only versions of TLS that are too old. Have the receiver offer TLS 1.2 or, better, TLS 1.3.`,
  ],
  [
    // OpenSSL reads other protocols as a TLS record with a wrong version or length.
    [155, 156, 198, 252, 267],
    (host) =>
      `${host} does not speak TLS on that port; it may be plain HTTP. Correct the port in the webhook's URL, or turn on HTTPS there.`,
  ],
  [
    [alert(112)],
    (host) =>
      `The server at ${host} says that it does not serve that name. Correct the host in the webhook's URL, or set up the name and its certificate there.`,
  ],
  [
    [alert(40)],
    (host) =>
      `${host} refused the TLS handshake without saying why. Check that it shares a cipher suite of TLS 1.2 or 1.3 with OpenSSL's defaults, ` +
      'has a certificate for this name, and asks for no client certificate.',
  ],
  [
    [alert(71), 181, 261, 378, 394],
    (host) =>
      `${host} and this service have no cipher suite in common that is strong enough. Have the receiver offer the usual ones of TLS 1.2 or 1.3.`,
  ],
  [
    [41, 42, 43, 44, 45, 46, 48, 49, 116].map(alert),
    (host) =>
      `${host} asks for a client certificate, and none is sent. Have it take requests without one, and verify their signature instead.`,
  ],
  [
    [alert(120)],
    (host) => `${host} does not speak HTTP/1.1, perhaps only HTTP/2. Have the receiver offer HTTP/1.1 too.`,
  ],
  [
    [alert(80)],
    (host) =>
      `${host} failed in the TLS handshake by an error of its own. Look into the receiver's log; often it has no certificate for this name.`,
  ],
  [
    [338],
    (host) =>
      `${host} runs TLS software without secure renegotiation (RFC 5746), which is unsafe. Update it, or the proxy before it.`,
  ],
  [
    [...[10, 20, 21, 22, 47, 50, 51].map(alert), 123, 129, 147, 149, 150, 182, 244, 245, 281],
    (host) =>
      `What ${host} sent in the TLS handshake, or got, was damaged on the way. Check the proxy or firewall before it, and its TLS software.`,
  ],
]

function alert(number: number): number {
  return 1000 + number
}

const MESSAGES = new Map(
  FAULTS.flatMap(([reasons, message]) => reasons.map((reason) => [reason, message] as const)),
)

/** OpenSSL's error: library (10 is SSL) and reason code in hex, then the names of library, function and reason. */
const OPENSSL_ERROR = /error:0A([\dA-F]{6}):[^:]*:[^:]*:([^:\n]*)/

/** Why TLS failed, in one or two sentences; null if it is not an OpenSSL error about TLS. */
export function tlsFault({ message }: Error, host: string): string | null {
  const parts = OPENSSL_ERROR.exec(message)
  if (!parts) return null
  const known = MESSAGES.get(parseInt(parts[1]!, 16))
  if (known) return known(host)
  return `No TLS connection to ${host} could be agreed on (${parts[2]!.replaceAll('.', ' ')}). Check that the port speaks HTTPS, with TLS 1.2 or newer.`
}
