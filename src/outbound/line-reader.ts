import { createCappedBody } from './capped-body.ts'

export interface LineReader {
  /**
   * Reads a line from index `at` of `chunk`, as Latin-1 without its CRLF or LF; null if the line continues in the next
   * chunk. Afterwards `next` is the index at which to continue.
   */
  readLine(chunk: Buffer, at: number): string | null
  readonly next: number
  /** Bytes since the last `restart`, line ends included. */
  readonly bytes: number
  /** Whether every line since the last `restart` ended in CRLF. */
  readonly strict: boolean
  restart(): void
}

const LF = 10
const CR = 13

/** Splits chunks of any size into lines. Calls `onTooLong`, which throws, after more than `maximumBytes`. */
export function createLineReader(maximumBytes: number, onTooLong: () => never): LineReader {
  let partial: ReturnType<typeof createCappedBody> | null = null
  let next = 0
  let bytes = 0
  let strict = true

  return {
    readLine(chunk, at) {
      const end = chunk.indexOf(LF, at)
      next = end < 0 ? chunk.length : end + 1
      bytes += next - at
      if (bytes > maximumBytes) onTooLong()
      let line: Buffer = chunk
      let from = at
      let to = end
      if (end < 0 || partial) {
        partial ??= createCappedBody(maximumBytes)
        partial.add(chunk.subarray(at, next))
        if (end < 0) return null
        line = partial.read()
        from = 0
        to = line.length - 1
        partial = null
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
      partial = null
      bytes = 0
      strict = true
    },
  }
}
