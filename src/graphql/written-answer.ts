import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { stringifyWithTexts } from '../json/json-text.ts'

/**
 * An answer as it is sent on WebSockets, written once for all who get it, with event data as it was published. graphql-ws
 * puts what it is given into a message with JSON.stringify; this leaves its name there, and AnswerSocket its text.
 */
export class WrittenAnswer {
  readonly text: string
  readonly name = randomUUID()

  constructor(result: object) {
    this.text = stringifyWithTexts(result)
  }

  toJSON(): string {
    message.names = this
    return this.name
  }
}

/** The message being made, which is sent before anything else happens. */
const message: { names: WrittenAnswer | null } = { names: null }

const written = new WeakMap<object, WrittenAnswer>()

/** `result` is what GraphQL gives for an operation. */
export function writeAnswer(result: object): WrittenAnswer {
  let answer = written.get(result)
  if (!answer) written.set(result, (answer = new WrittenAnswer(result)))
  return answer
}

/** The server's side of a WebSocket, which puts an answer's text into the message that names it. */
export class AnswerSocket extends WebSocket {
  override send(...parameters: unknown[]): void {
    const [data, ...others] = parameters
    const answer = message.names
    message.names = null
    const text =
      answer && typeof data === 'string' ? data.replace(`"${answer.name}"`, () => answer.text) : data
    super.send(...([text, ...others] as Parameters<WebSocket['send']>))
  }
}
