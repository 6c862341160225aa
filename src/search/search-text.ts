import { sql as fragment, type RawBuilder } from 'kysely'
import { BEFORE_A_WORD, isFoundAnywhere } from './words.ts'

/** The parts of a search text, of which data must contain each: what is between blanks. */
export const termsOf = (text: string): string[] => [...new Set(text.trim().split(/\s+/))].filter(Boolean)

/** An event's id in any case; null for other text. */
export const eventIdIn = (text: string): string | null => idIn('evt', text)

/** A delivery's id in any case; null for other text. */
export const deliveryIdIn = (text: string): string | null => idIn('wd', text)

function idIn(prefix: string, text: string): string | null {
  const [, ulid] = new RegExp(`^\\s*${prefix}_([0-9a-z]{26})\\s*$`, 'i').exec(text) ?? []
  return ulid === undefined ? null : `${prefix}_${ulid.toUpperCase()}`
}

/**
 * Whether JSON text contains every term, each from the beginning of a word on, ignoring case, and however the JSON is written:
 * `ö` or `\u00f6`, `/` or `\/`.
 */
export function dataContains(data: RawBuilder<unknown>, terms: readonly string[]): RawBuilder<unknown> {
  // In the collation "C" a class is what it says, and matching is fast. All cases are in the expression.
  const conditions = terms.map((term) => fragment`${data} collate "C" ~ ${expressionOf(term)}`)
  return fragment`(${fragment.join(conditions, fragment` and `)})`
}

const BEGINNING = `(?:^|[${BEFORE_A_WORD}]|\\\\[bfnrt]|\\\\u[0-9a-fA-F]{4})`

function expressionOf(term: string): string {
  const spelled = Array.from(term, spellingsOf).join('')
  return isFoundAnywhere(term) ? spelled : BEGINNING + spelled
}

/** All ways in which JSON can hold the character, as a regular expression of Postgres. */
function spellingsOf(character: string): string {
  if (/[a-z]/i.test(character)) return `[${character.toLowerCase()}${character.toUpperCase()}]`
  if (/\d/.test(character)) return character
  const cases = new Set([character, character.toLowerCase(), character.toUpperCase()])
  const spellings = [...cases].flatMap((each) => [literal(each), unicodeEscape(each)])
  return `(?:${spellings.join('|')})`
}

function literal(text: string): string {
  if (text === '"' || text === '\\') return `\\\\\\${text}`
  if (text === '/') return '\\\\?/'
  return text.replace(/[!-~]/g, (ascii) => (/\w/.test(ascii) ? ascii : `\\${ascii}`))
}

function unicodeEscape(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    const digits = text.charCodeAt(at).toString(16).padStart(4, '0')
    return `\\\\u${digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)}`
  }).join('')
}
