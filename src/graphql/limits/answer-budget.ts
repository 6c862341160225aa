import { GraphQLError } from 'graphql'
import { JsonText } from '../../json/json-text.ts'

/** Maximum size of one answer, in characters. */
const MAXIMUM_CHARACTERS = 16 * 1024 * 1024

/**
 * Limits the real size of an operation's answer. The cost that is checked before it runs is only an estimate, based on the
 * usual length of texts and lists.
 */
export interface AnswerBudget {
  /** Counts the value of one field. Throws ANSWER_TOO_LARGE if the budget is exceeded. */
  consume(responseName: string, value: unknown): void
  /** Characters used so far. */
  readonly used: number
  readonly isExceeded: boolean
}

export function createAnswerBudget(): AnswerBudget {
  let used = 0
  return {
    get used() {
      return used
    },
    get isExceeded() {
      return used > MAXIMUM_CHARACTERS
    },
    consume(responseName, value) {
      used += responseName.length + PUNCTUATION + charactersOf(value)
      if (used <= MAXIMUM_CHARACTERS) return
      throw new GraphQLError(
        `An answer can have ${MAXIMUM_CHARACTERS} characters. Ask for smaller pages ("first"), or for less of each item.`,
        { extensions: { code: 'ANSWER_TOO_LARGE' } },
      )
    },
  }
}

/** Number of characters besides the name and the value in `"name":"value",`. */
const PUNCTUATION = 6

/** Assumed length of numbers, times and the like. */
const SHORT_VALUE = 10

/** For texts up to this length, the characters that JSON adds as escapes are not counted. */
const MAXIMUM_UNESCAPED = 1_024

function charactersOf(value: unknown): number {
  if (value instanceof JsonText) return value.text.length
  if (typeof value === 'string')
    return value.length <= MAXIMUM_UNESCAPED ? value.length : JSON.stringify(value).length
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + charactersOf(item), 0)
  return SHORT_VALUE
}
