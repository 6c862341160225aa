/** An attempt that has begun: what to send. */
export interface RequestToForward {
  /** `<delivery>/<number>` */
  attemptId: string
  eventType: string
  /** Signed; in the order and spelling in which they are sent. */
  headers: { name: string; value: string }[]
  /** The exact text. */
  body: string
  /** For the whole exchange, in milliseconds. */
  timeoutMs: number
}
