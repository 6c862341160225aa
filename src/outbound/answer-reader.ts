import { AnswerFault } from './answer-fault.ts'
import { parseAnswerHead, requireStatusLine, type AnswerHead } from './answer-head.ts'
import { createLineReader } from './line-reader.ts'

/** Callbacks for one answer. */
export interface AnswerListener {
  /** The final status and its headers are complete. */
  onHead(head: AnswerHead): void
  /** The next bytes of the body: a view of the socket's buffer, so copy what is kept. */
  onBody(part: Buffer): void
}

/** Reads the answers on one connection, one after the other. */
export interface AnswerReader {
  /** Starts to read the answer to a request. */
  begin(listener: AnswerListener): void
  /** Reads received bytes. Returns whether the answer is complete. @throws AnswerFault */
  read(chunk: Buffer): boolean
  /** Handles the end of the connection. Returns whether that completes the answer. */
  end(): boolean
  /** The answer's head; null until it is complete. */
  readonly head: AnswerHead | null
  /** Whether no answer is expected. */
  readonly idle: boolean
  /** Whether another request may use the connection: the answer was complete and strict, and nothing came after it. */
  readonly reusable: boolean
}

/** Maximum number of informational (1xx) answers; no server has a reason to send more. */
const MAXIMUM_INFORMATIONAL = 16

/** For a chunk's size and extensions; Go has the same limit. */
const MAXIMUM_CHUNK_LINE_BYTES = 4_096

const CHUNK_SIZE = /^([\da-f]{1,16})[\t ]*(?:;.*)?$/i

/**
 * Reads HTTP/1.1 answers (RFC 9112) as leniently as Go and curl. node:http rejects answers that those accept, so a
 * receiver that seems fine to its owner would get its events again for a day. In exchange, a connection is reused only if
 * a strict reader agrees on every byte, so that nobody can smuggle in the answer to the next request.
 *
 * @param maximumHeaderBytes limit for status line and headers, and for the trailers after chunks
 */
export function createAnswerReader(maximumHeaderBytes: number): AnswerReader {
  let state: 'idle' | 'head' | 'length' | 'size' | 'chunk' | 'chunk end' | 'trailers' | 'until close' = 'idle'
  let listener: AnswerListener
  let head: AnswerHead | null = null
  let reusable = true
  let informational = 0
  /** Bytes left of the body or of the chunk. */
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

  /** Returns whether the answer is complete, because it has no body. */
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
    if (parsed.body === 'until close') state = 'until close'
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
          // Checked before the line is complete: another protocol may never send the end of a line.
          if (headLines.bytes === 0) requireStatusLine(chunk.toString('latin1', at, at + 5), false)
          const line = headLines.readLine(chunk, at)
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
        } else if (state === 'until close') {
          remaining = chunk.length
          at = takeBody(chunk, at)
        } else {
          const reader = state === 'trailers' ? headLines : chunkLines
          const line = reader.readLine(chunk, at)
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

    end: () => state === 'until close' && finish(),

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

  /** For bytes after a complete answer, which belong to no request. */
  function surplus(): true {
    reusable = false
    return true
  }
}
