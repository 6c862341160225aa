import { Argument, Command, CommanderError } from 'commander'

/** What `npm start` can run, in the order of its help. */
const COMMANDS = {
  start: 'everything on this machine (the default)',
  api: 'the GraphQL API and the dashboard',
  worker: 'a worker: runs deliveries',
  migrate: "brings Postgres's tables and Temporal's namespace up to date",
  'create-key': 'makes an operator key and prints it',
  'rotate-encryption-key': 'seals all webhook secrets under the first of ENCRYPTION_KEYS',
} as const

export type StartCommand = keyof typeof COMMANDS

/** What to run, or the exit code when there is nothing to run: 0 after help that was asked for, 2 after wrong usage. */
export type ReadCommand = { command: StartCommand } | { exitCode: 0 | 2 }

/** Reads the arguments of `npm start --`. Help goes to stdout, what is wrong to stderr. */
export function readCommand(args: readonly string[]): ReadCommand {
  const program = new Command('npm start --')
    .usage('[command]')
    .addArgument(new Argument('[command]').choices(Object.keys(COMMANDS)).default('start'))
    .helpOption('-h, --help', 'show this')
    // Said below, with a sentence for each.
    .configureHelp({ visibleArguments: () => [] })
    .addHelpText('after', HELP)
    .showHelpAfterError()
    .exitOverride()
  try {
    program.parse(args[0] === 'help' ? ['--help'] : args, { from: 'user' })
    return { command: program.processedArgs[0] as StartCommand }
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return { exitCode: error.exitCode === 0 ? 0 : 2 }
  }
}

const HELP = `
Commands:
${Object.entries(COMMANDS)
  .map(([name, does]) => `  ${name.padEnd(23)}${does}`)
  .join('\n')}

All settings are environment variables; README lists them. docs/cli.md has the commands of \`durahook\`.`
