#!/usr/bin/env node
import { EXIT } from './exit-codes.ts'
import { runCommandLine } from './program.ts'
import { openTerminal } from './terminal.ts'

/** A command that does not end by itself after Ctrl-C is ended after this time, in milliseconds. */
const ENDS_WITHIN_MS = 1_000

const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (ending.signal.aborted) process.exit(EXIT.interrupted)
    ending.abort()
    setTimeout(() => process.exit(EXIT.interrupted), ENDS_WITHIN_MS).unref()
  })

// Connections that are kept for later requests would keep the process.
process.exit(await runCommandLine(process.argv.slice(2), openTerminal(ending.signal)))
