import { inspect } from 'node:util'
import { DurahookError, type Problem } from '../client/index.ts'
import { CommandError } from './command-error.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { printable } from './printable.ts'

/** What the user is told of an error, and the exit code that says the same to a script. */
export interface DescribedError {
  /** For stderr. */
  lines: string[]
  exitCode: ExitCode
}

/** Codes of the API after which the same command may work later. */
const LATER = ['UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL_SERVER_ERROR']

/** What to do about an error that the API's own message does not say. */
const ADVICE: Record<string, string> = {
  NETWORK: 'Is the API running there? Give its address with --url or DURAHOOK_URL.',
  UNAUTHENTICATED: 'Give an API key that is valid with --api-key or DURAHOOK_API_KEY.',
  FORBIDDEN: 'Use an API key with the scope that this needs.',
  CURSOR_EXPIRED: 'Give a newer cursor.',
}

/** Describes any error that a command threw. */
export function describeError(error: unknown): DescribedError {
  if (error instanceof CommandError) return { lines: [error.message], exitCode: error.exitCode }
  // What a proxy answers is in the message too.
  if (error instanceof DurahookError)
    return { lines: linesOf(error).map(printable), exitCode: exitCodeOf(error) }
  return { lines: [`This is an error in durahook itself: ${inspect(error)}`], exitCode: EXIT.bug }
}

function exitCodeOf({ code }: DurahookError): ExitCode {
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') return EXIT.forbidden
  return code === 'NETWORK' || LATER.includes(code) ? EXIT.unreachable : EXIT.refused
}

function linesOf({ code, message, problems, errorId, resumeAfter }: DurahookError): string[] {
  if (problems.length > 0) return problems.map(lineOf)
  const advice = resumeAfter ? `Go on with: --after ${resumeAfter}` : ADVICE[code]
  const later = LATER.includes(code) ? 'Try again later.' : undefined
  const logged = errorId ? `The API's log has it as ${errorId}.` : undefined
  return [[`${code}: ${sentence(message)}`, advice, later, logged].filter(Boolean).join(' ')]
}

/** Messages of the network have no full stop. */
const sentence = (message: string) => (/[.!?]$/.test(message) ? message : `${message}.`)

/** `URL_NOT_HTTPS (input.url): …` The API gives the field as a path. */
const lineOf = ({ code, field, message }: Problem) => {
  const path = [field ?? []].flat().join('.')
  return `${code}${path && ` (${path})`}: ${message}`
}
