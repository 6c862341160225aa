/** An attempt that has begun: what to send. */
export interface RequestToForward {
  deliveryId: string
  eventType: string
  run: number
  number: number
  /** Signed; in the order and spelling in which they are sent. */
  headers: { name: string; value: string }[]
  /** The exact text. */
  body: string
  /** For the whole exchange, in milliseconds. */
  timeoutMs: number
}
