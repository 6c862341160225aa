import type { WebSocket } from 'ws'
import { AnswerSocket } from '../serialized-answer.ts'

/** The server's side of a WebSocket. Handles messages one after the other and waits for a permit before each. */
export class PacedSocket extends AnswerSocket {
  #mayHandle: () => Promise<void> = () => Promise.resolve()
  /** Messages received but not handled. Only those that arrived in one chunk, as the socket is paused meanwhile. */
  readonly #waiting: unknown[][] = []

  /** `mayHandle` resolves when the next message may be handled. */
  paceMessages(mayHandle: () => Promise<void>): void {
    this.#mayHandle = mayHandle
  }

  override emit(...parameters: unknown[]): boolean {
    const [event, ...message] = parameters
    if (event !== 'message') return super.emit(...(parameters as Parameters<WebSocket['emit']>))
    if (this.#waiting.push(message) === 1) void this.#handle()
    return true
  }

  async #handle(): Promise<void> {
    this.pause() // backpressure: further messages wait at the client
    for (let [message] = this.#waiting; message; [message] = this.#waiting) {
      await this.#mayHandle()
      this.#waiting.shift()
      if (this.readyState === this.OPEN) super.emit('message', ...message)
    }
    this.resume()
  }
}
