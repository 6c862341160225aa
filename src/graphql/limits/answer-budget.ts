import { GraphQLError } from 'graphql'
import { JsonText } from '../../json/json-text.ts'

/** Most characters that one answer has. */
const MAXIMUM_CHARACTERS = 16 * 1024 * 1024

/**
 * What an operation's answer may still hold. Its cost is counted before it runs, by how long texts and lists usually are;
 * this is what they really add up to.
 */
export interface AnswerBudget {
  /** Counts the value of one field; throws ANSWER_TOO_LARGE when that is more than is left. */
  take(responseName: string, value: unknown): void
  /** Characters taken so far. */
  readonly taken: number
  /** Whether there was more than an answer may have. */
  readonly isSpent: boolean
}

export function createAnswerBudget(): AnswerBudget {
  let taken = 0
  return {
    get taken() {
      return taken
    },
    get isSpent() {
      return taken > MAXIMUM_CHARACTERS
    },
    take(responseName, value) {
      taken += responseName.length + PUNCTUATION + charactersOf(value)
      if (taken <= MAXIMUM_CHARACTERS) return
      throw new GraphQLError(
        `An answer can have ${MAXIMUM_CHARACTERS} characters. Ask for smaller pages ("first"), or for less of each item.`,
        { extensions: { code: 'ANSWER_TOO_LARGE' } },
      )
    },
  }
}

/** Of `"name":"value",` what is neither the name nor the value. */
const PUNCTUATION = 6

/** Of numbers, times and the like. */
const SHORT = 10

/** Texts up to this length are not looked at for what JSON escapes. */
const ESCAPED_COUNTS = 1_024

function charactersOf(value: unknown): number {
  if (value instanceof JsonText) return value.text.length
  if (typeof value === 'string')
    return value.length <= ESCAPED_COUNTS ? value.length : JSON.stringify(value).length
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + charactersOf(item), 0)
  return SHORT
}
