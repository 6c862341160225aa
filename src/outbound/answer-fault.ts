/** An answer that can't be read, thrown into the socket that it came from. */
export class AnswerFault extends Error {
  readonly kind: 'HTTP_INVALID' | 'HEADERS_TOO_LARGE'
  /** What to do, as a sentence. */
  readonly remedy: string

  /** @param reason goes on after "The answer is not valid HTTP/1.1: " or, of large ones, "The headers of the answer ". */
  constructor(
    reason: string,
    remedy = 'Check what listens on that port.',
    kind: AnswerFault['kind'] = 'HTTP_INVALID',
  ) {
    super(reason)
    this.kind = kind
    this.remedy = remedy
  }
}
