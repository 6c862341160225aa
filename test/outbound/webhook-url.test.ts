import { describe, expect, test } from 'vitest'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import type { Lookup } from '../../src/outbound/lookup.ts'
import { checkWebhookUrl, MAXIMUM_URL_LENGTH } from '../../src/outbound/webhook-url.ts'

const guard = createAddressGuard({ allowedRanges: [] })
const found: Lookup = async () => [{ address: '8.8.8.8', family: 4 }]
const fails =
  (code: string): Lookup =>
  async () => {
    throw Object.assign(new Error(code), { code })
  }
const check = (text: string, lookup = found) => checkWebhookUrl(text, guard, lookup)

describe('a webhook URL', () => {
  test.each([
    ['https://example.com', 'https://example.com/'],
    ['HTTPS://Example.COM:443/Hooks?key=A%20b', 'https://example.com/Hooks?key=A%20b'],
    ['https://example.com:8443/a/../b', 'https://example.com:8443/b'],
    ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
    ['  https://example.com/\n', 'https://example.com/'],
    ['https://example.com\\@evil.example/', 'https://example.com/@evil.example/'],
    ['https://example.com./', 'https://example.com./'],
    ['https://example.com:00443/', 'https://example.com/'],
    ['https://example.com:65535/', 'https://example.com:65535/'],
    ['https://exa\tmple.com/a\r\nb', 'https://example.com/ab'],
    ['https:example.com', 'https://example.com/'],
    ['https:\\\\example.com\\a', 'https://example.com/a'],
    ['https://ex%61mple.com/', 'https://example.com/'],
    ['https://EXAMPLE。com/', 'https://example.com/'],
    ['https://8.8.8.8./', 'https://8.8.8.8/'],
    ['https://[2606:4700::0:1111]/', 'https://[2606:4700::1111]/'],
    ['https://example.com?a=b', 'https://example.com/?a=b'],
    ['https://localhost.example.com/', 'https://localhost.example.com/'],
  ])('%j is stored as %s', async (text, url) => {
    expect(await check(text)).toEqual({ kind: 'ok', url })
  })

  test.each([
    ['', 'URL_INVALID'],
    ['example.com/hooks', 'URL_INVALID'],
    ['https://', 'URL_INVALID'],
    ['https:///', 'URL_INVALID'],
    ['https://exa mple.com/', 'URL_INVALID'],
    ['https://example.com:99999/', 'URL_INVALID'],
    ['https://example.com:65536/', 'URL_INVALID'],
    ['https://example.com:-1/', 'URL_INVALID'],
    ['https://example.com:0/', 'URL_INVALID'],
    ['https://example.com:0000/', 'URL_INVALID'],
    ['https://8.8.8.8:0/hooks', 'URL_INVALID'],
    ['https://[2606:4700::1111]:0/', 'URL_INVALID'],
    ['https://example.com:8o8o/', 'URL_INVALID'],
    ['https://:443/', 'URL_INVALID'],
    ['https://./', 'URL_INVALID'],
    ['https://../', 'URL_INVALID'],
    ['https://example..com/', 'URL_INVALID'],
    ['https://.example.com/', 'URL_INVALID'],
    [`https://${'a'.repeat(64)}.com/`, 'URL_INVALID'],
    [`https://${'a.'.repeat(127)}com/`, 'URL_INVALID'],
    ['https://%00.com/', 'URL_INVALID'],
    ['https://exa%2fmple.com/', 'URL_INVALID'],
    ['https://1.2.3.256/', 'URL_INVALID'],
    ['https://@/', 'URL_INVALID'],
    ['https://[fe80::1%25eth0]/', 'URL_INVALID'],
    ['http://example.com/', 'URL_NOT_HTTPS'],
    ['javascript:alert(1)', 'URL_NOT_HTTPS'],
    ['file:///etc/passwd', 'URL_NOT_HTTPS'],
    ['https://user@example.com/', 'URL_HAS_CREDENTIALS'],
    ['https://user:secret@example.com/', 'URL_HAS_CREDENTIALS'],
    ['https://example.com@10.0.0.1/', 'URL_HAS_CREDENTIALS'],
    ['https://example.com/#part', 'URL_HAS_FRAGMENT'],
    ['https://example.com/#', 'URL_HAS_FRAGMENT'],
    [`https://example.com/${'a'.repeat(MAXIMUM_URL_LENGTH)}`, 'URL_TOO_LONG'],
    [`https://example.com/${'ü'.repeat(400)}`, 'URL_TOO_LONG'],
  ])('%j is refused with %s', async (text, code) => {
    const result = await check(text)
    expect(result).toMatchObject({ kind: 'refused', code })
    expect(result).toMatchObject({ message: expect.stringMatching(/^[A-Z].*\. .*\.$/) })
    expect(result).not.toMatchObject({ message: expect.stringContaining('secret') })
  })

  test('of exactly the longest length is accepted', async () => {
    const url = `https://example.com/${'a'.repeat(MAXIMUM_URL_LENGTH - 20)}`
    expect(await check(url)).toEqual({ kind: 'ok', url })
  })

  test.each(['ENOTFOUND', 'ENODATA'])('whose name certainly has no address (%s) is refused', async (code) => {
    expect(await check('https://gone.example/', fails(code))).toMatchObject({ code: 'HOST_NOT_FOUND' })
  })

  test('whose name resolves to nothing is refused', async () => {
    expect(await check('https://gone.example/', async () => [])).toMatchObject({ code: 'HOST_NOT_FOUND' })
  })

  test.each(['EAI_AGAIN', 'ETIMEOUT', 'ESERVFAIL', 'ECONNREFUSED'])(
    'whose name nobody can look up now (%s) is accepted, for the connection checks it again',
    async (code) => {
      expect(await check('https://later.example/', fails(code))).toMatchObject({ kind: 'ok' })
      expect(await check('https://db.internal/', fails(code))).toMatchObject({ code: 'ADDRESS_DENIED' })
    },
  )
})
