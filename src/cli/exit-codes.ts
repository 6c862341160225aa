/** How `durahook` ends, for scripts. docs/cli.md has the same table; a test compares them. */
export const EXIT = {
  done: 0,
  refused: 1,
  usage: 2,
  unreachable: 3,
  forbidden: 4,
  undelivered: 5,
  bug: 70,
  interrupted: 130,
} as const

/** One of them. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What each says, in the order of `--help`. */
export const EXIT_MEANINGS: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [EXIT.done, 'done'],
  [EXIT.refused, 'the API said no; each reason is a line on stderr'],
  [EXIT.usage, 'wrong usage: an option or argument is missing or wrong'],
  [EXIT.unreachable, "the API can't be reached, or can't answer now: try again later"],
  [EXIT.forbidden, 'the API key is wrong, or lacks a scope'],
  [EXIT.undelivered, 'not delivered (deliveries show, trigger --wait, replay)'],
  [EXIT.bug, 'an error in durahook itself'],
  [EXIT.interrupted, 'ended by Ctrl-C or SIGTERM'],
]
