/**
 * What was asked, once it is answered. On a machine that is too busy a wait for a lock is given up: nothing is stored, and who asked is
 * told to try again.
 */
export async function whenFree<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error as Error).message.includes('UNAVAILABLE')) throw error
    }
  }
}
