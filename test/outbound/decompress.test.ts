import * as zlib from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decompress } from '../../src/outbound/decompress.ts'

const MAXIMUM_BODY_BYTES = 64 * 1024
const PAGE = '<h1>502 Bad Gateway</h1> Größe '.repeat(100)

const of = (encoding: string, body: Buffer, truncated = false) =>
  decompress(
    { statusCode: 502, headers: [['Content-Encoding', encoding]], body, truncated },
    MAXIMUM_BODY_BYTES,
  )

describe('a compressed body', () => {
  test.each<[encoding: string, compress: (text: string) => Buffer]>([
    ['gzip', zlib.gzipSync],
    ['GZIP', zlib.gzipSync],
    ['x-gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['deflate', zlib.deflateRawSync],
    ['br', zlib.brotliCompressSync],
    ['zstd', zlib.zstdCompressSync],
  ])('in %s becomes readable (%#)', async (encoding, compress) => {
    const { body, truncated } = await of(encoding, compress(PAGE))
    expect(body.toString()).toBe(PAGE)
    expect(truncated).toBe(false)
  })

  test.each<[encoding: string, compress: (bytes: Buffer) => Buffer]>([
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['br', zlib.brotliCompressSync],
    ['zstd', zlib.zstdCompressSync],
  ])('in %s that is a bomb stops at what is kept', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(5 * 2 ** 20, 'x'))
    expect(bomb.length).toBeLessThan(MAXIMUM_BODY_BYTES)
    const { body, truncated } = await of(encoding, bomb)
    expect(body).toEqual(Buffer.alloc(MAXIMUM_BODY_BYTES, 'x'))
    expect(truncated).toBe(true)
  })

  test('that was cut shows its beginning', async () => {
    const lines = Array.from({ length: 500 }, (_, line) => `line ${line} ${Math.sqrt(line)}`).join('\n')
    const whole = zlib.gzipSync(lines)
    const { body, truncated } = await of('gzip', whole.subarray(0, whole.length / 2), true)
    expect(body.length).toBeGreaterThan(1_000)
    expect(lines.startsWith(body.toString())).toBe(true)
    expect(truncated).toBe(true)
  })

  test.each(['gzip', 'deflate', 'br', 'zstd', 'identity', 'compress', 'gzip, br', '', 'constructor'])(
    'that is said to be %j and is not stays as it came',
    async (encoding) => {
      const bytes = Buffer.from('xyz\u0000not compressed')
      expect((await of(encoding, bytes)).body).toEqual(bytes)
      expect((await of(encoding, Buffer.alloc(0))).body).toHaveLength(0)
    },
  )
})
