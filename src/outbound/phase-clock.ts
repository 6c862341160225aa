import type { Latency } from './outbound.ts'

/** The phases of an exchange in their order. `response` runs from the request being written to the end of the headers. */
export type Phase = 'dns' | 'connect' | 'tls' | 'response' | 'body'

export interface PhaseClock {
  /** The current phase. */
  readonly phase: Phase
  /** Ends the current phase and begins another. */
  enter(phase: Phase): void
  /** Begins a phase and discards the times of earlier ones, but not the total: for a reused connection or a resend. */
  restart(phase: Phase): void
  /** A phase that did not take place, or did not end, is null. */
  read(): Latency
}

/** Starts immediately. Uses the monotonic clock. */
export function createPhaseClock(): PhaseClock {
  const start = performance.now()
  let took: Partial<Record<Phase, number>> = {}
  let phase: Phase = 'dns'
  let since = start

  return {
    get phase() {
      return phase
    },
    enter(next) {
      const now = performance.now()
      took[phase] = now - since
      phase = next
      since = now
    },
    restart(next) {
      took = {}
      phase = next
      since = performance.now()
    },
    read: () => ({
      dnsMs: took.dns ?? null,
      connectMs: took.connect ?? null,
      tlsMs: took.tls ?? null,
      firstByteMs: took.response ?? null,
      totalMs: performance.now() - start,
    }),
  }
}
