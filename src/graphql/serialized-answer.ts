import { randomUUID } from 'node:crypto'
import { stringifyWithTexts } from '../json/json-text.ts'
import { JoiningSocket } from './joining-socket.ts'

/**
 * An answer for WebSockets, serialized once for all subscribers, with the original text of event data. graphql-ws applies
 * JSON.stringify to the whole message. `toJSON` puts a placeholder there, which AnswerSocket replaces by the text.
 */
export class SerializedAnswer {
  readonly text: string
  readonly placeholder = randomUUID()

  constructor(result: object) {
    this.text = stringifyWithTexts(result)
  }

  toJSON(): string {
    pending.answer = this
    return this.placeholder
  }
}

/** The answer in the message being stringified. graphql-ws sends the message synchronously after that. */
const pending: { answer: SerializedAnswer | null } = { answer: null }

const answers = new WeakMap<object, SerializedAnswer>()

/** Serializes the result of an operation, once per result. */
export function serializeAnswer(result: object): SerializedAnswer {
  let answer = answers.get(result)
  if (!answer) answers.set(result, (answer = new SerializedAnswer(result)))
  return answer
}

/** The server's side of a WebSocket. Replaces the placeholder of an answer by its text when a message is sent. */
export class AnswerSocket extends JoiningSocket {
  override send(...parameters: unknown[]): void {
    const [data, ...others] = parameters
    const { answer } = pending
    pending.answer = null
    const text =
      answer && typeof data === 'string' ? data.replace(`"${answer.placeholder}"`, () => answer.text) : data
    super.send(text, ...others)
  }
}
