#!/usr/bin/env node
import { EXIT } from './exit-codes.ts'
import { runCommandLine } from './program.ts'
import { openTerminal } from './terminal.ts'

/** After Ctrl-C, a command that does not end by itself is ended after this time, in milliseconds. */
const ENDS_WITHIN_MS = 3_000

/** One Ctrl-C can come twice within milliseconds: from the terminal, and passed on by npx. */
const SAME_REQUEST_MS = 500

const ending = new AbortController()
let askedAt = 0
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    const now = performance.now()
    if (!ending.signal.aborted) {
      askedAt = now
      ending.abort()
      setTimeout(() => process.exit(EXIT.interrupted), ENDS_WITHIN_MS).unref()
    } else if (now - askedAt > SAME_REQUEST_MS) process.exit(EXIT.interrupted)
  })

const exitCode = await runCommandLine(process.argv.slice(2), openTerminal(ending.signal))
// Connections that are kept for later requests would keep the process. First, it is told of what could not be written.
setImmediate(() => process.exit(exitCode))
