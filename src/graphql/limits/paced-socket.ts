import type { WebSocket } from 'ws'
import { AnswerSocket } from '../written-answer.ts'

/** The server's side of a WebSocket, whose messages are handled one after the other, each when it may be. */
export class PacedSocket extends AnswerSocket {
  #mayHandle: () => Promise<void> = () => Promise.resolve()
  /** Read and not handled yet: what had come in one piece of the stream, since no more is read meanwhile. */
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
    this.pause() // what more the client sends waits with it
    for (let [message] = this.#waiting; message; [message] = this.#waiting) {
      await this.#mayHandle()
      this.#waiting.shift()
      if (this.readyState === this.OPEN) super.emit('message', ...message)
    }
    this.resume()
  }
}
