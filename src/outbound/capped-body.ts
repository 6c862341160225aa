/** The first bytes of an answer's body. */
export interface CappedBody {
  /** Adds as much of the chunk as the limit allows. Returns false if the chunk did not fit. */
  add(chunk: Buffer): boolean
  /** A copy of the bytes so far. */
  read(): Buffer
}

/**
 * Copies the chunks into one buffer. A separate Buffer of one byte takes about 400 bytes, so a receiver that sends chunks of
 * one byte would make us use 25 MiB for 64 KiB of body.
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
