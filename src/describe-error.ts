/** MikroORM puts Postgres's detail behind the message: `Failing row contains (…)`, with what the row holds. */
const DETAIL = '\n - detail: '

const MAXIMUM_CAUSES = 3

/**
 * What is logged of an error: its kind, message, code and stack, and those of its causes. Not its other properties:
 * drivers hang the values of statements and rows on them, and event data and secrets are not for logs.
 */
export function describeError(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { name, code, constraint } = error as Error & { code?: unknown; constraint?: unknown }
  const message = error.message.split(DETAIL, 1)[0]!
  return {
    type: error.constructor.name || name,
    message,
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    stack: error.stack?.replace(error.message, () => message),
    ...(error.cause !== undefined &&
      depth < MAXIMUM_CAUSES && { cause: describeError(error.cause, depth + 1) }),
  }
}
