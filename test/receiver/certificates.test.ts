import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { createCertificates, type Certificate } from '../../src/receiver/certificates.ts'
import { temporaryFolder } from '../stack/temporary-folder.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Connects as a client that trusts `ca`: resolves with `trusted`, or with the code of the refusal. */
async function handshake(certificate: Certificate, ca: string, host: string): Promise<string> {
  const server = createServer(certificate).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  const socket = connect({
    host: '127.0.0.1',
    port,
    ca,
    ...(host === '127.0.0.1' ? {} : { servername: host }),
  })
  try {
    await once(socket, 'secureConnect')
    return 'trusted'
  } catch (error) {
    return (error as { code: string }).code
  } finally {
    socket.destroy()
  }
}

test.each(['localhost', '127.0.0.1'])('the certificate is good for %s', async (host) => {
  const { ca, localhost } = await createCertificates(temporaryFolder())
  expect(await handshake(localhost, ca, host)).toBe('trusted')
})

test('a client that does not know the authority refuses it', async () => {
  const { localhost } = await createCertificates(temporaryFolder())
  const { ca } = await createCertificates(temporaryFolder())
  expect(await handshake(localhost, ca, 'localhost')).toMatch(
    /UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE/,
  )
})

test('an expired certificate, one for later and one for another host can be issued', async () => {
  const { ca, issueCertificate } = await createCertificates(temporaryFolder())
  const localhost = { commonName: 'localhost', altNames: ['localhost'] }
  const days = (count: number) => new Date(Date.now() + count * DAY_MS)
  const expired = await issueCertificate({ ...localhost, notBefore: days(-2), notAfter: days(-1) })
  expect(await handshake(expired, ca, 'localhost')).toBe('CERT_HAS_EXPIRED')
  const later = await issueCertificate({ ...localhost, notBefore: days(1), notAfter: days(2) })
  expect(await handshake(later, ca, 'localhost')).toBe('CERT_NOT_YET_VALID')
  const other = await issueCertificate({ commonName: 'other.test', altNames: ['other.test'] })
  expect(await handshake(other, ca, 'localhost')).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
})

test('the authority is kept in files nobody else can read, and trusts what it issues later', async () => {
  const folder = temporaryFolder()
  const first = await createCertificates(folder)
  const second = await createCertificates(folder)
  expect(second.ca).toBe(first.ca)
  expect(existsSync(first.caFile)).toBe(true)
  for (const name of ['ca.key', 'ca.crt']) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  expect(await handshake(second.localhost, first.ca, 'localhost')).toBe('trusted')
})

test('a damaged authority is made again', async () => {
  const folder = temporaryFolder()
  const first = await createCertificates(folder)
  rmSync(join(folder, 'ca.key'))
  const second = await createCertificates(folder)
  expect(second.ca).not.toBe(first.ca)
  expect(await handshake(second.localhost, second.ca, 'localhost')).toBe('trusted')
})

test('several processes that begin at once in one folder are not in each other’s way', async () => {
  const folder = temporaryFolder()
  await createCertificates(folder)
  const module = new URL('../../src/receiver/certificates.ts', import.meta.url).href
  const begin = `const { createCertificates } = await import('${module}')
    for (let count = 0; count < 50; count += 1) await createCertificates(process.argv[1])`
  const processes = Array.from({ length: 4 }, () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', begin, folder]),
  )
  await Promise.all(processes)
})
