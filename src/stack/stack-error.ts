/** A failure of the local stack. The message is for the person at the terminal and says what to do. */
export class StackError extends Error {
  override readonly name = 'StackError'
}
