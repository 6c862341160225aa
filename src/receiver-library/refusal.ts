/** Why a request was refused. */
export type RefusalReason =
  /** No secret was given, or one that is none: a mistake of the receiver's own configuration. */
  | 'NO_SECRET'
  | 'SECRET_INVALID'
  /** The body was parsed before it was verified; only the bytes that came can be. */
  | 'BODY_NOT_RAW'
  | 'BODY_EMPTY'
  | 'BODY_TOO_LARGE'
  | 'BODY_NOT_UTF8'
  /** It has the headers of none of the dialects. */
  | 'NOT_SIGNED'
  /** It has those of several: nobody sends that. */
  | 'SEVERAL_DIALECTS'
  /** A header came twice. */
  | 'HEADER_REPEATED'
  | 'ID_MISSING'
  | 'ID_INVALID'
  | 'TIMESTAMP_MISSING'
  | 'TIMESTAMP_INVALID'
  | 'TIMESTAMP_TOO_OLD'
  | 'TIMESTAMP_IN_FUTURE'
  | 'SIGNATURE_MISSING'
  | 'SIGNATURE_INVALID'
  /** All its signatures are of a version that no given secret makes: `v1a` for a shared secret, say. */
  | 'SIGNATURE_OF_OTHER_KIND'
  /** Its signatures are of another secret, or its body, id or timestamp was changed. */
  | 'SIGNATURE_MISMATCH'
  /** Signed, and yet not JSON, or without what its dialect promises. */
  | 'BODY_NOT_JSON'
  | 'BODY_INCOMPLETE'

/** A request that must not be acted on. `reason` is for programs, `message` for the receiver's log; neither is for the sender. */
export class RequestRefused extends Error {
  override name = 'RequestRefused'
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string) {
    super(message)
    this.reason = reason
  }

  /** Whether the receiver's own configuration is the fault: answer 500, so that the delivery is tried again. */
  get isOwnFault(): boolean {
    return this.reason === 'NO_SECRET' || this.reason === 'SECRET_INVALID' || this.reason === 'BODY_NOT_RAW'
  }

  /** What to answer. durahook tries again after each of them, for up to 24 hours. */
  get status(): 401 | 413 | 500 {
    if (this.reason === 'BODY_TOO_LARGE') return 413
    return this.isOwnFault ? 500 : 401
  }
}
