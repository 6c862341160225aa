import * as zlib from 'node:zlib'
import { createCappedBody } from './capped-body.ts'
import type { OutboundResponse } from './outbound.ts'

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants

/** By their names in Content-Encoding. With these flush modes the beginning of a truncated body can be read. */
const DECODERS = new Map<string, (body: Buffer) => zlib.Gunzip | zlib.BrotliDecompress>(
  Object.entries({
    gzip: () => zlib.createGunzip({ finishFlush: Z_SYNC_FLUSH }),
    'x-gzip': () => zlib.createGunzip({ finishFlush: Z_SYNC_FLUSH }),
    // Some servers send it without the zlib header. The low half of that header's first byte is always 8.
    deflate: (body: Buffer) =>
      (body[0]! & 0x0f) === 8
        ? zlib.createInflate({ finishFlush: Z_SYNC_FLUSH })
        : zlib.createInflateRaw({ finishFlush: Z_SYNC_FLUSH }),
    br: () => zlib.createBrotliDecompress({ finishFlush: BROTLI_OPERATION_FLUSH }),
    zstd: () => zlib.createZstdDecompress({ finishFlush: ZSTD_e_flush }),
  }),
)

/**
 * Decompresses a body, up to `maximumBytes`: some receivers compress error pages without being asked. Returns the response
 * unchanged if its body is not compressed, has an unknown encoding, or is damaged.
 */
export async function decompress(
  response: OutboundResponse,
  maximumBytes: number,
): Promise<OutboundResponse> {
  const { headers, body } = response
  // Compares the length first, for speed: this runs for each header of each answer.
  const encoding = headers.find(([name]) => name.length === 16 && name.toLowerCase() === 'content-encoding')
  const createDecoder = encoding && DECODERS.get(encoding[1].toLowerCase())
  if (!createDecoder || body.length === 0) return response
  const decoder = createDecoder(body)
  const decoded = createCappedBody(maximumBytes)
  decoder.end(body)
  try {
    for await (const chunk of decoder) {
      // Returning ends the decoder, so that a decompression bomb stops here.
      if (!decoded.add(chunk as Buffer)) return { ...response, body: decoded.read(), truncated: true }
    }
  } catch {
    return response
  }
  return { ...response, body: decoded.read() }
}
