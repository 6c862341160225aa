import { mkdirSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { keepCertificate, type Certificate } from './kept-certificate.ts'

export interface CertificateOptions {
  commonName: string
  /** Host names and IP addresses; what clients look at. */
  altNames: readonly string[]
  /** Default: a day ago, for machines whose clock is behind. */
  notBefore?: Date
  /** Default: in a year. */
  notAfter?: Date
}

export interface Certificates {
  /** The authority's certificate in PEM: what a client has to trust. */
  ca: string
  /** The same as a file, for NODE_EXTRA_CA_CERTS and curl --cacert. */
  caFile: string
  /** For localhost, 127.0.0.1 and ::1. */
  localhost: Certificate
  /** Another one by the same authority; not kept. */
  issueCertificate(options: CertificateOptions): Promise<Certificate>
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Elliptic curve, because an RSA key takes a second to make. */
const SIGNED = { keyType: 'ec', algorithm: 'sha256' } as const

/**
 * A certificate authority of this machine's own, and a certificate for localhost. Made at the first call and kept in
 * the folder; made again in the last week before they expire. For demos and tests: no browser trusts it.
 */
export async function createCertificates(folder: string): Promise<Certificates> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const ca = await keepCertificate({ folder, name: 'ca', make: createAuthority })
  const issueCertificate = (options: CertificateOptions) => issue(ca, options)
  const localhost = await keepCertificate({
    folder,
    name: 'localhost',
    authority: ca,
    make: () => issue(ca, { commonName: 'localhost', altNames: ['localhost', '127.0.0.1', '::1'] }),
  })
  return { ca: ca.cert, caFile: join(folder, 'ca.crt'), localhost, issueCertificate }
}

function createAuthority(): Promise<Certificate> {
  return sign({
    commonName: 'durahook local authority',
    notAfter: new Date(Date.now() + 3650 * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
}

function issue(ca: Certificate, options: CertificateOptions): Promise<Certificate> {
  return sign({
    ...options,
    ca,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        // 7 is an IP address, 2 a DNS name. Source: RFC 5280, GeneralName.
        altNames: options.altNames.map((name) =>
          isIP(name) ? { type: 7, ip: name } : { type: 2, value: name },
        ),
      },
    ],
  })
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>

async function sign(options: {
  commonName: string
  notBefore?: Date
  notAfter?: Date
  extensions: Extensions
  ca?: Certificate
}): Promise<Certificate> {
  const { commonName, notBefore = new Date(Date.now() - DAY_MS), extensions, ca } = options
  const notAfter = options.notAfter ?? new Date(Date.now() + 365 * DAY_MS)
  const made = await generate([{ name: 'commonName', value: commonName }], {
    ...SIGNED,
    notBeforeDate: notBefore,
    notAfterDate: notAfter,
    extensions,
    ...(ca ? { ca } : {}),
  })
  return { cert: made.cert, key: made.private }
}
