import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Both in PEM, as node:tls takes them. */
export interface Certificate {
  cert: string
  key: string
}

/** A certificate that has less than this left is made again, in milliseconds. */
const RENEW_MS = 7 * 24 * 60 * 60 * 1000

/**
 * Reads `<name>.crt` and `<name>.key`, or makes them where they are missing, about to expire, don't belong together or,
 * if an authority is given, are not by that one.
 */
export async function keepCertificate(options: {
  folder: string
  name: string
  make: () => Promise<Certificate>
  authority?: Certificate
}): Promise<Certificate> {
  const { folder, name, make, authority } = options
  const keyFile = join(folder, `${name}.key`)
  const certFile = join(folder, `${name}.crt`)
  const kept = read(certFile, keyFile)
  if (kept && isGood(kept, authority)) return kept
  const made = ended(await make())
  write(keyFile, made.key)
  write(certFile, made.cert)
  return made
}

function read(certFile: string, keyFile: string): Certificate | null {
  try {
    const kept = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
    if (kept.cert.endsWith('\n')) return kept
    write(certFile, ended(kept).cert)
    return ended(kept)
  } catch {
    return null // The first start.
  }
}

function isGood({ cert, key }: Certificate, authority?: Certificate): boolean {
  const parsed = new X509Certificate(cert)
  const signed = !authority || parsed.verify(new X509Certificate(authority.cert).publicKey)
  const lasts = parsed.validToDate.getTime() > Date.now() + RENEW_MS
  return signed && lasts && parsed.checkPrivateKey(createPrivateKey(key))
}

/** With a line break at the end: people join such files with `cat`. */
const ended = ({ cert, key }: Certificate): Certificate => ({
  cert: `${cert.trimEnd()}\n`,
  key: `${key.trimEnd()}\n`,
})

/** Complete or not at all: a killed start leaves no half a file, which could not be parsed. */
function write(file: string, text: string): void {
  writeFileSync(`${file}.partial`, text, { mode: 0o600 })
  renameSync(`${file}.partial`, file)
}
