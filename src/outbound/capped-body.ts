/** The first bytes of an answer's body. */
export interface CappedBody {
  /** Takes what fits under the cap. False: not all of the chunk did. */
  add(chunk: Buffer): boolean
  /** A copy of what was taken. */
  read(): Buffer
}

/**
 * Copies instead of keeping the chunks: one byte costs some 400 as a Buffer of its own, so that a receiver which sends
 * chunks of one byte would have us hold 25 MiB for 64 KiB of body.
 */
export function createCappedBody(maximumBytes: number): CappedBody {
  let bytes = Buffer.alloc(0)
  let length = 0

  return {
    add(chunk) {
      const part = chunk.subarray(0, maximumBytes - length)
      if (length + part.length > bytes.length) {
        // Doubles, so that many small chunks do not copy the body many times.
        const grown = Buffer.alloc(Math.min(maximumBytes, Math.max(2 * bytes.length, length + part.length)))
        bytes.copy(grown, 0, 0, length)
        bytes = grown
      }
      part.copy(bytes, length)
      length += part.length
      return part.length === chunk.length
    },
    read: () => Buffer.from(bytes.subarray(0, length)),
  }
}
