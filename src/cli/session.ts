import type { Command } from 'commander'
import { createClient, type Connection, type DurahookClient } from '../client/index.ts'
import { CommandError } from './command-error.ts'
import { EXIT } from './exit-codes.ts'
import type { GlobalOptions } from './global-options.ts'
import type { Terminal } from './terminal.ts'

/** How long a request is tried again while the API is away, in milliseconds: a person waits, and a restart is longer. */
const PATIENCE_MS = 3_000
/** While a replay is followed, an outage of the API is no reason to stop. */
const FOLLOWING_PATIENCE_MS = 10 * 60_000
/** After this time the API takes an attempt of `listen` for INTERRUPTED. */
const TELLING_PATIENCE_MS = 45_000

/** What a command needs of the API, with the global options filled in. */
export interface Session {
  /** For following the log. */
  client: DurahookClient
  /** For subscriptions. */
  connection: Connection
  /** For operators' keys; undefined: the key's own. */
  organizationId: string | undefined
  /** Print for programs. */
  json: boolean
  /** A query, or a mutation that may be repeated. @throws DurahookError */
  ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>
  /** The same, through outages of the API of up to ten minutes. @throws DurahookError */
  askPatiently<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>
  /** Asks for nothing, so that what follows without end begins with an API that is there and takes the key. @throws DurahookError */
  reach(): Promise<void>
  /** A mutation that tells the API what has happened, which it has to know also when the user ends the command. @throws DurahookError */
  tell<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>
  /** A mutation that must not be sent twice, so after a lost answer nobody knows whether it was done. @throws DurahookError */
  askOnce<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>
}

/** Opens one from the options of a command and its parents. @throws CommandError when there is no API key */
export function openSession(command: Command, { signal }: Terminal): Session {
  const { url, apiKey, organization, json = false } = command.optsWithGlobals<GlobalOptions>()
  if (!apiKey)
    throw new CommandError(
      EXIT.usage,
      'There is no API key. Set DURAHOOK_API_KEY, or give --api-key; `npm start` prints one.',
    )
  const clientWith = (patienceMs: number) =>
    createClient({ url, apiKey, patienceMs, ...(organization && { organizationId: organization }) })
  const asking =
    (patienceMs: number): Session['ask'] =>
    (query, variables) =>
      clientWith(patienceMs).request(query, variables, { signal })
  return {
    client: clientWith(PATIENCE_MS),
    connection: { url, apiKey },
    organizationId: organization,
    json,
    ask: asking(PATIENCE_MS),
    askPatiently: asking(FOLLOWING_PATIENCE_MS),
    reach: async () => void (await asking(PATIENCE_MS)('{ __typename }')),
    tell: (query, variables) => clientWith(TELLING_PATIENCE_MS).request(query, variables),
    askOnce: asking(0),
  }
}
