/** MikroORM appends Postgres's detail to the message, such as `Failing row contains (…)` with the row's values. */
const DETAIL = '\n - detail: '

const MAXIMUM_CAUSES = 3

/**
 * What is logged of an error: its type, message, code and stack, and those of its causes. Other properties are left out:
 * database drivers put values of statements and rows there, and event data and secrets must not get into logs.
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
