/** The error of a socket that received an unreadable answer. */
export class AnswerFault extends Error {
  readonly kind: 'HTTP_INVALID' | 'HEADERS_TOO_LARGE'
  /** What to do, as a sentence. */
  readonly remedy: string

  /** @param reason continues "… is not valid HTTP/1.1: " or, for HEADERS_TOO_LARGE, "The headers of the answer … ". */
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
