/** Codes of node:tls for a certificate that is not trusted, with the cause and what to do, for a person to read. */
const FAULTS: [codes: string[], message: (host: string) => string][] = [
  [
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
    (host) =>
      `The certificate that ${host} shows is for another name. ` +
      "Install one that names this host, or correct the host in the webhook's URL.",
  ],
  [
    ['DEPTH_ZERO_SELF_SIGNED_CERT'],
    (host) => `The certificate of ${host} is self-signed. Install one from a public certificate authority.`,
  ],
  [
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'CERT_UNTRUSTED',
    ],
    (host) =>
      `The certificate of ${host} comes from an unknown authority. Install one from a public certificate authority, ` +
      'and have the receiver send the intermediate certificates too.',
  ],
  [
    ['CERT_NOT_YET_VALID'],
    (host) => `The certificate of ${host} is not valid yet. Check its dates and the receiver's clock.`,
  ],
  [['CERT_REVOKED'], (host) => `The certificate of ${host} was revoked. Install a new one.`],
  [
    [
      'CERT_CHAIN_TOO_LONG',
      'CERT_REJECTED',
      'CERT_SIGNATURE_FAILURE',
      'INVALID_CA',
      'INVALID_PURPOSE',
      'PATH_LENGTH_EXCEEDED',
    ],
    (host) =>
      `The certificate of ${host} does not hold up to checking. Install a new one, with its whole chain.`,
  ],
]

const MESSAGES = new Map(FAULTS.flatMap(([codes, message]) => codes.map((code) => [code, message] as const)))

/** What is wrong with a host's certificate in a sentence or two, or null when the code is not about a certificate. */
export function certificateFault(code: string, host: string): string | null {
  return MESSAGES.get(code)?.(host) ?? null
}
