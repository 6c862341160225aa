import { Agent, type AgentOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { createAnswerReader, type AnswerReader } from './answer-reader.ts'

const readers = new WeakMap<Duplex, AnswerReader>()

/** The reader of what comes over a connection that an `AnsweringAgent` made. */
export function readerOf(socket: Duplex): AnswerReader {
  return readers.get(socket)!
}

/**
 * An agent whose connections read answers with an `AnswerReader`. node:http sends the requests and keeps the
 * connections; of an answer it gets only a short one of our own when the real one is complete, which tells it whether
 * the connection goes on.
 */
export class AnsweringAgent extends Agent {
  readonly #maximumHeaderBytes: number

  constructor(options: AgentOptions, maximumHeaderBytes: number) {
    super(options)
    this.#maximumHeaderBytes = maximumHeaderBytes
  }

  override createConnection(
    ...args: Parameters<Agent['createConnection']>
  ): ReturnType<Agent['createConnection']> {
    const socket = super.createConnection(...args) as TLSSocket
    const reader = createAnswerReader(this.#maximumHeaderBytes)
    readers.set(socket, reader)
    const push = socket.push.bind(socket)
    // Where the bytes come in, before any listener: an answer's boundaries are known here first.
    socket.push = (chunk: Buffer | null) => {
      if (chunk === null) {
        if (reader.end()) push(lastWord(reader))
        return push(null)
      }
      // Nobody asked: whoever used this connection next could take it for the answer.
      if (reader.idle) {
        socket.destroy()
        return false
      }
      try {
        return reader.read(chunk) ? push(lastWord(reader)) : true
      } catch (error) {
        socket.destroy(error as Error)
        return false
      }
    }
    return socket
  }

  override keepSocketAlive(socket: Duplex): boolean {
    return readerOf(socket).reusable && (super.keepSocketAlive(socket) as unknown as boolean)
  }
}

const KEEP = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
const CLOSE = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')

/** All that node:http needs to know of an answer. It heeds how long the receiver says that it keeps the connection. */
function lastWord({ head, reusable }: AnswerReader): Buffer {
  if (!reusable) return CLOSE
  const keepAlive = head?.headers.find(([name]) => name.length === 10 && name.toLowerCase() === 'keep-alive')
  const timeout = keepAlive && /timeout=\d{1,9}/i.exec(keepAlive[1])?.[0].toLowerCase()
  if (!timeout) return KEEP
  return Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: ${timeout}\r\n\r\n`)
}
