import { createHash } from 'node:crypto'
import { isIdeograph, wordsOf } from './words.ts'

/** Of longer data only the beginning is indexed, and of data with more words the first. */
const MAXIMUM_CHARACTERS = 32_768
const MAXIMUM_WORDS = 500

/** What stands for the words that are left out. It can't be a word. */
const MORE = '~'

/**
 * The words of an event's data (JSON text) for the column events.search_words, each with a sign of the organization before it, so
 * that other organizations' words are not in the way. Takes at most a millisecond or so, whatever the data is.
 */
export function eventWords(organizationId: string, data: string): string[] {
  const sign = signOf(organizationId)
  const words = new Set<string>()
  let isAll = data.length <= MAXIMUM_CHARACTERS
  for (const word of wordsOf(plainText(isAll ? data : data.slice(0, MAXIMUM_CHARACTERS)))) {
    if (words.size === MAXIMUM_WORDS && !words.has(sign + word)) isAll = false
    else words.add(sign + word)
  }
  if (!isAll) words.add(sign + MORE)
  return [...words]
}

/** A word at the end of a part may be unfinished. If it is shorter than this it begins too many words. */
const LEAST_PREFIX = 3

/**
 * Which events' words fit a text, as tsqueries, the cheapest first. Each finds all events that have the text, and others: the first
 * looks for whole words only, the second also for what words at the end of a part of the text begin. That costs more, because
 * Postgres reads all events with any of those words first. Events whose words are not all indexed fit always. None for a text
 * without a word that the index can find.
 */
export function wordQueries(organizationId: string, terms: readonly string[]): string[] {
  const sign = signOf(organizationId)
  const whole = new Set<string>()
  const begun = new Set<string>()
  for (const term of terms) {
    const words = wordsOf(term)
    const last = words.at(-1)
    // The end of the term is the end of what is looked for, not of the word in the data.
    const isOpen = last !== undefined && !isIdeograph(last) && term.toLowerCase().endsWith(last.slice(-1))
    for (const word of isOpen ? words.slice(0, -1) : words) whole.add(`'${sign}${word}'`)
    if (isOpen && last.length >= LEAST_PREFIX) begun.add(`'${sign}${last}':*`)
  }
  const queries = [...(whole.size > 0 ? [[...whole]] : []), ...(begun.size > 0 ? [[...whole, ...begun]] : [])]
  return queries.map((words) => `(${words.join(' & ')}) | '${sign}${MORE}'`)
}

/** Three digits of a hash: organizations with the same sign find each other's words, and only lose time by it. */
const signOf = (organizationId: string) =>
  createHash('sha256').update(organizationId).digest('base64url').slice(0, 3)

/** The text of JSON with its escapes written out. */
function plainText(json: string): string {
  if (!json.includes('\\')) return json
  return json.replace(/\\(?:u([0-9a-fA-F]{4})|([^u]))/g, (_all, code: string | undefined, letter: string) => {
    if (code !== undefined) return String.fromCharCode(parseInt(code, 16))
    // \n and the like stand for blanks.
    return /[bfnrt]/.test(letter) ? ' ' : letter
  })
}
