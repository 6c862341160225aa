import { Option, type Command } from 'commander'
import { parseUrl } from './arguments.ts'

/** What every command takes, before or after its name. */
export interface GlobalOptions {
  url: string
  apiKey?: string
  /** An organization's id. */
  organization?: string
  json?: boolean
}

/** Where `npm start` serves the API. */
const LOCAL_URL = 'http://127.0.0.1:4000'

/** Adds them to the program. */
export function addGlobalOptions(program: Command): void {
  program
    .addOption(
      new Option('--url <address>', 'of the API').env('DURAHOOK_URL').default(LOCAL_URL).argParser(parseUrl),
    )
    // Without the value of the environment in the help: it is a secret.
    .addOption(new Option('--api-key <key>', "the organization's").env('DURAHOOK_API_KEY'))
    .option('--organization <id>', "which one; only for an operator's key, which has none of its own")
    .option('--json', 'print for programs: one JSON value a line')
}
