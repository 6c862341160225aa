import type { Terminal } from './terminal.ts'

/** The value of `--secret`; of `-`, what comes on stdin: other users of the machine can see a command's arguments. */
export const readSecret = async (
  given: string | undefined,
  terminal: Terminal,
): Promise<string | undefined> => (given === '-' ? (await terminal.readInput()).trim() : given)
