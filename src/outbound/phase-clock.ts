import type { Latency } from './outbound.ts'

/** The phases of an exchange in their order. `response` runs from the request being written to the end of the headers. */
export type Phase = 'dns' | 'connect' | 'tls' | 'response' | 'body'

export interface PhaseClock {
  /** The phase that is under way: the one a failure or a deadline falls into. */
  readonly phase: Phase
  /** Ends the phase under way and begins another. */
  enter(phase: Phase): void
  /** Begins at a phase, forgetting those before but not the total: a kept connection starts later, a retry starts over. */
  restart(phase: Phase): void
  /** Phases that did not happen, or did not end, are null. */
  read(): Latency
}

/** Starts at once, on the monotonic clock. */
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
