/** Codes of node:tls for a certificate that is not trusted, with a message for people: the cause and what to do. */
const FAULTS: [codes: string[], message: (host: string, error: CertificateError) => string][] = [
  [
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
    (host, { cert }) =>
      `The certificate that ${host} shows is for another name (${names(cert?.subjectaltname)}). ` +
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
    ['INVALID_PURPOSE'],
    (host) =>
      `The certificate of ${host} is not meant for servers, or its issuer may not issue any. ` +
      'Install one for TLS servers from a public certificate authority.',
  ],
  [
    [
      'INVALID_CA',
      'PATH_LENGTH_EXCEEDED',
      'CERT_CHAIN_TOO_LONG',
      'PERMITTED_VIOLATION',
      'EXCLUDED_VIOLATION',
    ],
    (host) =>
      `The certificate of ${host} was issued by one that may not issue it. ` +
      'Install one from a public certificate authority, with its whole chain.',
  ],
  [
    ['CERT_SIGNATURE_FAILURE', 'CERT_REJECTED'],
    (host) =>
      `The certificate of ${host} does not hold up to checking. Install a new one, with its whole chain.`,
  ],
]

interface CertificateError extends Error {
  code?: string | undefined
  cert?: { subjectaltname?: string | undefined }
}

const MESSAGES = new Map(FAULTS.flatMap(([codes, message]) => codes.map((code) => [code, message] as const)))

/** What is wrong with a host's certificate, in one or two sentences; null if the error is not about a certificate. */
export function certificateFault(error: CertificateError, host: string): string | null {
  const { code = '', message } = error
  const known = MESSAGES.get(code)
  if (known) return known(host, error)
  // Node has no codes for these: "EE certificate key too weak", "CA signature digest algorithm too weak".
  if (code !== 'UNSPECIFIED' || !message.includes('too weak')) return null
  return `The certificate of ${host} is too weak (${message.replace(/^EE /, '')}). Install one with a key of 2048 bits or more and a SHA-256 signature.`
}

/** The first names of a certificate. Other characters than those of names are left out, because the receiver wrote them. */
function names(text = ''): string {
  const found = [...text.matchAll(/(?:DNS|IP Address):([\w.*:-]{1,100})/g)].map(([, name]) => name)
  if (found.length === 0) return 'it has none'
  return found.length > 3 ? `${found.slice(0, 3).join(', ')} and ${found.length - 3} more` : found.join(', ')
}
