import { RE2JS } from 're2js'

/** The part of a regular expression that Ajv uses. */
export interface Pattern {
  test(text: string): boolean
  /** Ajv identifies patterns by this text. */
  toString(): string
}

/** Why a pattern can't be matched in linear time, as the end of a sentence. */
export class NotLinear extends Error {}

/**
 * Compiles a regular expression of ECMA-262 (with the flag u, as JSON Schema requires) for RE2, which matches in time linear
 * in the text's length because it does not backtrack. Throws NotLinear for patterns that RE2 can't express (lookaround,
 * backreferences, more than 1,000 repetitions), and SyntaxError for invalid ones.
 */
export function linearPattern(pattern: string): Pattern {
  void new RegExp(pattern, 'u') // throws SyntaxError; translate() needs a valid pattern
  const translated = translate(pattern)
  let compiled: RE2JS
  try {
    compiled = RE2JS.compile(translated)
  } catch (error) {
    throw new NotLinear(`its engine says: ${(error as Error).message.slice(0, 200)}`)
  }
  return { test: (text) => compiled.test(text), toString: () => `/${pattern}/u` }
}

/** The kinds of escapes, by the name of their group. */
const ESCAPE = [
  /\\u\{(?<braced>[0-9a-f]+)\}/,
  /\\u(?<high>d[89ab][0-9a-f]{2})\\u(?<low>d[c-f][0-9a-f]{2})/,
  /\\u(?<four>[0-9a-f]{4})/,
  /\\x(?<two>[0-9a-f]{2})/,
  /\\c(?<control>[a-z])/,
  /\\(?<sign>p)\{(?:(?:General_Category|gc|Script|sc)=)?(?<property>[^}]+)\}/,
  /\\(?<escaped>[^])/,
]
const token = (...kinds: RegExp[]) => new RegExp(kinds.map(({ source }) => source).join('|'), 'iuy')
const IN_CLASS = token(...ESCAPE, /(?<plain>[^])/)
const OUTSIDE = token(
  ...ESCAPE,
  /(?<opened>\[\^?)/,
  /(?<bracket>\()(?:\?(?<group>:|<[=!]|<[^>]+>|[^]))?/,
  /(?<plain>[^])/,
)

/** Translates a valid pattern to RE2's syntax. Only what means the same in both is left unchanged. */
function translate(pattern: string): string {
  let index = 0

  function next(kinds: RegExp): Record<string, string | undefined> {
    kinds.lastIndex = index
    const match = kinds.exec(pattern)!
    index = kinds.lastIndex
    return match.groups!
  }

  function classItem(): string {
    const { plain, ...escape } = next(IN_CLASS)
    if (plain !== undefined) return character(plain.codePointAt(0)!)
    if (escape['escaped'] === 's') return SPACE
    if (escape['escaped'] === 'S') return NOT_SPACE
    return escape['escaped'] === 'b' ? character(8) : escapeOf(escape)
  }

  function characterClass(opened: string): string {
    let items = ''
    while (pattern[index] !== ']') {
      items += classItem()
      if (pattern[index] !== '-' || pattern[index + 1] === ']') continue
      index += 1
      items += `-${classItem()}`
    }
    index += 1
    if (items === '') return opened === '[' ? `[^${ANY}]` : `[${ANY}]`
    return `${opened}${items}]`
  }

  let result = ''
  while (index < pattern.length) {
    const { opened, bracket, group, plain, ...escape } = next(OUTSIDE)
    if (plain !== undefined) result += OPERATORS.get(plain) ?? character(plain.codePointAt(0)!)
    else if (opened !== undefined) result += characterClass(opened)
    else if (bracket === undefined) result += ESCAPES_OUTSIDE.get(escape['escaped'] ?? '') ?? escapeOf(escape)
    else if (group === undefined || /^(:|<[^=!])/.test(group)) result += '(?:'
    else throw new NotLinear(`it has "(?${group}"`)
  }
  return result
}

/** Translates an escape that means the same inside and outside a character class. */
function escapeOf({
  braced,
  high,
  low,
  four,
  two,
  control,
  sign,
  property,
  escaped,
}: Record<string, string | undefined>) {
  if (high !== undefined) return String.raw`\x{${codePointOfPair(high, low!).toString(16)}}`
  const hexadecimal = braced ?? four ?? two
  if (hexadecimal !== undefined) return character(Number.parseInt(hexadecimal, 16))
  if (control !== undefined) return character(control.charCodeAt(0) % 32)
  if (property !== undefined) return `\\${sign}{${property}}`
  if (/[dDwW]/.test(escaped!)) return `\\${escaped}`
  if (/[1-9k]/.test(escaped!)) throw new NotLinear(`it has the backreference "\\${escaped}"`)
  return character(CONTROLS.get(escaped!) ?? escaped!.codePointAt(0)!)
}

const codePointOfPair = (high: string, low: string) =>
  String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)).codePointAt(0)!

/** A character, written so that RE2 never reads it as an operator. */
const character = (code: number) =>
  /[A-Za-z0-9_]/.test(String.fromCodePoint(code)) ? String.fromCodePoint(code) : `\\x{${code.toString(16)}}`

const ranges = (...pairs: [number, number][]) =>
  pairs.map(([from, to]) => `\\x{${from.toString(16)}}-\\x{${to.toString(16)}}`).join('')

const ANY = ranges([0, 0x10ffff])
/** What ECMA-262 calls WhiteSpace and LineTerminator; RE2's \s has fewer characters. */
const SPACE = ranges(
  [9, 13],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
)
const NOT_SPACE = ranges(
  [0, 8],
  [14, 0x1f],
  [0x21, 0x9f],
  [0xa1, 0x167f],
  [0x1681, 0x1fff],
  [0x200b, 0x2027],
  [0x202a, 0x202e],
  [0x2030, 0x205e],
  [0x2060, 0x2fff],
  [0x3001, 0xfefe],
  [0xff00, 0x10ffff],
)

const CONTROLS = new Map([
  ['0', 0],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
])

const ESCAPES_OUTSIDE = new Map([
  ['s', `[${SPACE}]`],
  ['S', `[${NOT_SPACE}]`],
  ['b', String.raw`\b`],
  ['B', String.raw`\B`],
])

/** Syntax characters. Anchors match only at the ends of the text, and a dot matches no line terminator. */
const OPERATORS = new Map([
  ['^', String.raw`\A`],
  ['$', String.raw`\z`],
  ['.', `[^${ranges([10, 10], [13, 13], [0x2028, 0x2029])}]`],
  ...'|)*+?{},'.split('').map((operator) => [operator, operator] as const),
])
