import { GraphQLError } from 'graphql'

/** Most characters that the large texts of one answer have: event data, response bodies, schemas, examples. */
const MAXIMUM_CHARACTERS = 16 * 1024 * 1024

/**
 * What an operation's answer may still hold. Its cost is counted before it runs, by how long texts usually are; this is
 * what they really add up to.
 */
export interface AnswerBudget {
  /** Throws ANSWER_TOO_LARGE when nothing is left. */
  take(characters: number): void
  /** Characters taken so far. */
  readonly taken: number
}

export function createAnswerBudget(): AnswerBudget {
  let taken = 0
  return {
    get taken() {
      return taken
    },
    take(characters) {
      taken += characters
      if (taken <= MAXIMUM_CHARACTERS) return
      throw new GraphQLError(
        `Event data, bodies, schemas and examples of one answer can have ${MAXIMUM_CHARACTERS} characters. Ask for smaller pages ("first").`,
        { extensions: { code: 'ANSWER_TOO_LARGE' } },
      )
    },
  }
}
