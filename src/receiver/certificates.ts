import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/** Both in PEM, as node:tls takes them, with a line break at the end, so that they can be joined with `cat`. */
export interface Certificate {
  cert: string
  key: string
}

export interface CertificateOptions {
  commonName: string
  /** Host names and IP addresses; clients check these. */
  altNames: readonly string[]
  /** Default: a day ago, for machines whose clock is behind. */
  notBefore?: Date
  /** Default: in a year. */
  notAfter?: Date
}

export interface Certificates {
  /** The authority's certificate in PEM: what a client has to trust. */
  ca: string
  /** The path of its file, for NODE_EXTRA_CA_CERTS and curl --cacert. */
  caFile: string
  /**
   * For localhost, 127.0.0.1 and ::1; issued again at each call of createCertificates. The folder has it too, for receivers of one's
   * own: localhost.crt and localhost.key.
   */
  localhost: Certificate
  /** Issues another certificate of the same authority. */
  issueCertificate(options: CertificateOptions): Promise<Certificate>
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * A certificate authority for this machine, and a certificate for localhost. The authority is created at the first call
 * and kept in the folder. For demos and tests: no browser trusts it.
 */
export async function createCertificates(folder: string): Promise<Certificates> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const caFile = join(folder, 'ca.crt')
  const keyFile = join(folder, 'ca.key')
  let ca = readAuthority(caFile, keyFile)
  if (!ca) {
    ca = await createAuthority()
    write(keyFile, ca.key)
    write(caFile, ca.cert)
  }
  const issueCertificate = (options: CertificateOptions) => issue(ca, options)
  const localhost = await issueCertificate({
    commonName: 'localhost',
    altNames: ['localhost', '127.0.0.1', '::1'],
  })
  write(join(folder, 'localhost.key'), localhost.key)
  write(join(folder, 'localhost.crt'), localhost.cert)
  return { ca: ca.cert, caFile, localhost, issueCertificate }
}

/** Null if there is none, or if its key does not belong to its certificate. */
function readAuthority(certFile: string, keyFile: string): Certificate | null {
  try {
    const kept = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
    return new X509Certificate(kept.cert).checkPrivateKey(createPrivateKey(kept.key)) ? kept : null
  } catch {
    return null // The first start.
  }
}

/** Writes the whole file or nothing: a process that is killed leaves no incomplete file, and several at once are not in each other's way. */
function write(file: string, text: string): void {
  const partial = `${file}.${randomUUID()}.partial`
  writeFileSync(partial, text, { mode: 0o600 })
  renameSync(partial, file)
}

const createAuthority = () =>
  sign({
    commonName: 'durahook local authority',
    notAfter: new Date(Date.now() + 3650 * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })

const issue = (ca: Certificate, options: CertificateOptions) =>
  sign({
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

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>

async function sign(
  options: Omit<CertificateOptions, 'altNames'> & { extensions: Extensions; ca?: Certificate },
): Promise<Certificate> {
  const { commonName, extensions, ca } = options
  const { cert, private: key } = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec', // An RSA key takes a second to make.
    algorithm: 'sha256',
    notBeforeDate: options.notBefore ?? new Date(Date.now() - DAY_MS),
    notAfterDate: options.notAfter ?? new Date(Date.now() + 365 * DAY_MS),
    extensions,
    ...(ca && { ca }),
  })
  return { cert: `${cert.trimEnd()}\n`, key: `${key.trimEnd()}\n` }
}
