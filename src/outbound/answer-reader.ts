import { AnswerFault } from './answer-fault.ts'
import { parseAnswerHead, requireStatusLine, type AnswerHead } from './answer-head.ts'
import { createLineReader } from './line-reader.ts'

/** Who hears of one answer. */
export interface AnswerListener {
  /** The final status and its headers are complete. */
  onHead(head: AnswerHead): void
  /** The next bytes of the body; a view that the socket's memory backs. */
  onBody(part: Buffer): void
}

/** Reads the answers that come over one connection, one after the other. */
export interface AnswerReader {
  /** An answer is expected. */
  begin(listener: AnswerListener): void
  /** Takes what came. True: with it the answer is complete. @throws AnswerFault */
  read(chunk: Buffer): boolean
  /** The connection ended. True: with it the answer is complete. */
  end(): boolean
  /** The answer's head, once it came. */
  readonly head: AnswerHead | null
  /** No answer is expected. */
  readonly idle: boolean
  /** The answer was complete and clean, nothing came after it: another request may use the connection. */
  readonly reusable: boolean
}

/** More informational (1xx) answers than any server sends for a reason. */
const MAXIMUM_INFORMATIONAL = 16

/** A chunk's size and extensions; Go stops at 4 KiB, too. */
const MAXIMUM_CHUNK_LINE_BYTES = 4_096

const CHUNK_SIZE = /^([\da-f]{1,16})[\t ]*(?:;.*)?$/i

/**
 * HTTP/1.1 answers (RFC 9112), as leniently as Go and curl read them: node:http fails what those deliver, so a
 * receiver that sees nothing wrong would get its events again for a day. In exchange a connection is used again only
 * when every byte on it was where a strict reader expects it, so that nobody can plant the answer to the next request.
 *
 * @param maximumHeaderBytes of status line and headers, and of the trailers after chunks.
 */
export function createAnswerReader(maximumHeaderBytes: number): AnswerReader {
  let state: 'idle' | 'head' | 'length' | 'size' | 'chunk' | 'chunk end' | 'trailers' | 'rest' = 'idle'
  let listener: AnswerListener
  let head: AnswerHead | null = null
  let reusable = true
  let informational = 0
  /** Of the body, or of the chunk. */
  let remaining = 0
  let lines: string[] = []
  const headLines = createLineReader(maximumHeaderBytes, () => {
    throw new AnswerFault(
      `are larger than ${maximumHeaderBytes} bytes`,
      'Answer with fewer or shorter headers.',
      'HEADERS_TOO_LARGE',
    )
  })
  const chunkLines = createLineReader(MAXIMUM_CHUNK_LINE_BYTES, () => {
    throw new AnswerFault('the line before a chunk does not end')
  })

  function finish(): true {
    state = 'idle'
    return true
  }

  /** True: the answer has no body. */
  function endHead(): boolean {
    const parsed = parseAnswerHead(lines, headLines.strict)
    lines = []
    headLines.restart()
    if (parsed.statusCode < 200) {
      skipInformational(parsed.statusCode)
      return false
    }
    head = parsed
    reusable &&= parsed.reusable
    listener.onHead(parsed)
    if (parsed.body === 0) return finish()
    if (parsed.body === 'until close') state = 'rest'
    else if (parsed.body === 'chunked') state = 'size'
    else {
      state = 'length'
      remaining = parsed.body
    }
    return false
  }

  function skipInformational(statusCode: number): void {
    const remedy = 'Answer each request with one final status, such as 200.'
    if (statusCode === 101) throw new AnswerFault('it says 101 Switching Protocols, unasked', remedy)
    if ((informational += 1) > MAXIMUM_INFORMATIONAL)
      throw new AnswerFault('too many 1xx answers come before the final one', remedy)
  }

  function takeBody(chunk: Buffer, at: number): number {
    const part = at === 0 && chunk.length <= remaining ? chunk : chunk.subarray(at, at + remaining)
    remaining -= part.length
    listener.onBody(part)
    return at + part.length
  }

  function beginChunk(line: string): void {
    const size = CHUNK_SIZE.exec(line)
    if (!size) throw new AnswerFault('a chunk of its body has no size')
    if (size[0].length > size[1]!.length) reusable = false
    remaining = parseInt(size[1]!, 16)
    state = remaining > 0 ? 'chunk' : 'trailers'
  }

  return {
    begin(next) {
      listener = next
      state = 'head'
      head = null
      informational = 0
      lines = []
      headLines.restart()
      chunkLines.restart()
    },

    read(chunk) {
      let at = 0
      while (at < chunk.length) {
        if (state === 'head') {
          // What is not HTTP may never send the end of a line.
          if (headLines.bytes === 0) requireStatusLine(chunk.toString('latin1', at, at + 5), false)
          const line = headLines.take(chunk, at)
          at = headLines.next
          if (line === null) continue
          if (line !== '') {
            if (lines.length === 0) requireStatusLine(line, true)
            lines.push(line)
          } else if (lines.length === 0) reusable = false
          else if (endHead()) return at === chunk.length || surplus()
        } else if (state === 'length') {
          at = takeBody(chunk, at)
          if (remaining === 0) return finish() && (at === chunk.length || surplus())
        } else if (state === 'chunk') {
          at = takeBody(chunk, at)
          if (remaining === 0) state = 'chunk end'
        } else if (state === 'rest') {
          remaining = chunk.length
          at = takeBody(chunk, at)
        } else {
          const reader = state === 'trailers' ? headLines : chunkLines
          const line = reader.take(chunk, at)
          at = reader.next
          if (line === null) continue
          if (!reader.strict) reusable = false
          if (state === 'trailers') {
            if (line !== '') reusable = false
            else return finish() && (at === chunk.length || surplus())
          } else if (state === 'size') {
            chunkLines.restart()
            beginChunk(line)
          } else {
            if (line !== '') throw new AnswerFault('a chunk of its body is longer than it says')
            chunkLines.restart()
            state = 'size'
          }
        }
      }
      return false
    },

    end: () => state === 'rest' && finish(),

    get head() {
      return head
    },
    get idle() {
      return state === 'idle'
    },
    get reusable() {
      return reusable && state === 'idle'
    },
  }

  /** Bytes after a complete answer: nobody asked for them. */
  function surplus(): true {
    reusable = false
    return true
  }
}
