import type { IncomingMessage } from 'node:http'
import { decompress } from '../../outbound/decompress.ts'
import type { OutboundResponse } from '../../outbound/outbound.ts'

/** As much of a body as a worker keeps, in bytes. */
const MOST_BYTES = 65_536

/** An answer, and the error with which the connection broke before its end; null: it came to its end. */
export interface ReadAnswer {
  response: OutboundResponse
  broken: Error | null
}

/** Reads an answer; of a long body, the beginning. Decompresses it, as a worker does. */
export async function readAnswer(answer: IncomingMessage): Promise<ReadAnswer> {
  const chunks: Buffer[] = []
  let [length, broken]: [number, Error | null] = [0, null]
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > MOST_BYTES) break
    }
  } catch (error) {
    broken = error as Error
  }
  const response = {
    statusCode: answer.statusCode!,
    headers: pairsOf(answer.rawHeaders),
    body: Buffer.concat(chunks).subarray(0, MOST_BYTES),
    truncated: length > MOST_BYTES,
  }
  return { response: await decompress(response, MOST_BYTES), broken }
}

/** Of name, value, name, value. */
const pairsOf = (raw: readonly string[]) =>
  raw.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, raw[index + 1]!]] : []))
