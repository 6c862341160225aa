import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

const BLOCK = /-----BEGIN ([^\n-]+)-----([\s\S]*?)-----END \1-----/g

/**
 * Reads a PEM file of certificate authorities and returns each certificate in normalized PEM. Such files are often joined
 * without a line break between, or hold comments, and OpenSSL silently skips what it can't read.
 * @throws Error that says what is wrong with the file, and with which of its certificates
 */
export function readAuthorities(file: string): string[] {
  const bytes = readFile(file)
  const text = bytes.toString('utf8')
  if (text.trim() === '') throw new Error(`${file} is empty; ${FORM}`)
  const blocks = [...text.matchAll(BLOCK)]
  if (blocks.length === 0) throw new Error(`${file} ${describeContent(bytes, text)}; ${FORM}`)
  // Comments between the blocks are fine, incomplete blocks are not.
  const marks = text.match(/-----(BEGIN|END) /g)!.length
  if (marks !== blocks.length * 2)
    throw new Error(`${file} holds a certificate without its whole -----BEGIN or -----END line; ${FORM}`)
  const certificates = blocks.map(([pem, label], index) => parseBlock(file, index + 1, label!, pem))
  if (!certificates.some((certificate) => certificate.ca || certificate.checkIssued(certificate)))
    throw new Error(`${file} holds no authority's certificate, only others'; ${FORM}`)
  const newest = Math.max(...certificates.map(({ validToDate }) => validToDate.getTime()))
  if (newest < Date.now())
    throw new Error(`${file} holds nothing but what expired (${new Date(newest).toISOString()}); ${FORM}`)
  return certificates.map(String)
}

const FORM = 'it must be a PEM file of the authorities to trust'

function readFile(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(`${file} ${PROBLEMS[code!] ?? `can't be read (${code})`}; ${FORM}`, { cause: error })
  }
}

const PROBLEMS: Record<string, string> = {
  ENOENT: 'is not there',
  EISDIR: 'is a folder',
  EACCES: 'may not be read by this user',
}

function describeContent(bytes: Buffer, text: string): string {
  if (text.includes('-----BEGIN ')) return 'is cut short'
  // An ASN.1 sequence of more than 127 bytes, as every certificate in DER is.
  if (bytes[0] === 0x30 && bytes[1]! >= 0x80)
    return 'is in DER form (openssl x509 -inform der -in <file> writes it as PEM)'
  return 'holds no certificate'
}

function parseBlock(file: string, position: number, label: string, pem: string): X509Certificate {
  if (label !== 'CERTIFICATE' && label !== 'X509 CERTIFICATE')
    throw new Error(`${file} holds a ${label.toLowerCase()}, which does not belong there; ${FORM}`)
  try {
    return new X509Certificate(pem.replaceAll(label, 'CERTIFICATE'))
  } catch (cause) {
    throw new Error(`certificate ${position} of ${file} can't be read; ${FORM}`, { cause })
  }
}
