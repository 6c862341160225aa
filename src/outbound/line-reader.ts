import { createCappedBody } from './capped-body.ts'

export interface LineReader {
  /**
   * The line that ends in `chunk`, looked for from `at` on, as Latin-1 without its CRLF or LF; null when it goes on in the
   * next chunk. `next` is where to go on reading.
   */
  take(chunk: Buffer, at: number): string | null
  readonly next: number
  /** Bytes since the last `restart`, line ends included. */
  readonly bytes: number
  /** Every line since the last `restart` ended in CRLF. */
  readonly strict: boolean
  restart(): void
}

const LF = 10
const CR = 13

/** Finds lines in bytes that come in pieces of any size. `onTooLong` is called to throw once there are more than `maximumBytes`. */
export function createLineReader(maximumBytes: number, onTooLong: () => never): LineReader {
  let held: ReturnType<typeof createCappedBody> | null = null
  let next = 0
  let bytes = 0
  let strict = true

  return {
    take(chunk, at) {
      const end = chunk.indexOf(LF, at)
      next = end < 0 ? chunk.length : end + 1
      bytes += next - at
      if (bytes > maximumBytes) onTooLong()
      let line: Buffer = chunk
      let from = at
      let to = end
      if (end < 0 || held) {
        held ??= createCappedBody(maximumBytes)
        held.add(chunk.subarray(at, next))
        if (end < 0) return null
        line = held.read()
        from = 0
        to = line.length - 1
        held = null
      }
      if (line[to - 1] === CR && to > from) to -= 1
      else strict = false
      return line.toString('latin1', from, to)
    },
    get next() {
      return next
    },
    get bytes() {
      return bytes
    },
    get strict() {
      return strict
    },
    restart() {
      held = null
      bytes = 0
      strict = true
    },
  }
}
