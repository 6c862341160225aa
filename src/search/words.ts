type Ranges = readonly (readonly [from: number, to: number])[]

/** What separates words: all of ASCII but letters and digits, and Unicode's punctuation, signs and pictures. */
const SEPARATORS: Ranges = [
  [0x00, 0x2f],
  [0x3a, 0x40],
  [0x5b, 0x60],
  [0x7b, 0xbf],
  [0x2000, 0x206f],
  [0x2190, 0x2bff],
  [0x3000, 0x303f],
  [0xff00, 0xff0f],
  [0x1f000, 0x1faff],
]

/** Chinese and Japanese have no blanks between words: each character counts as one. */
const IDEOGRAPHS: Ranges = [
  [0x3040, 0x30ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
]

const inClass = (ranges: Ranges) =>
  ranges.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`).join('')

const WORD = new RegExp(
  // Half a surrogate pair is no character.
  `[${inClass(IDEOGRAPHS)}]|[^${inClass([...SEPARATORS, ...IDEOGRAPHS])}\\ud800-\\udfff]+`,
  'gu',
)
const AFTER_ANYTHING = new RegExp(`^[${inClass([...SEPARATORS, ...IDEOGRAPHS])}]`, 'u')
const IDEOGRAPH = new RegExp(`^[${inClass(IDEOGRAPHS)}]`, 'u')

/** Longer words are cut off: what follows does not tell more. */
const MAXIMUM_LENGTH = 32

/** The words of a text, in lower case and in their order. Words of one letter or digit are left out: they find too much. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const word of text.toLowerCase().match(WORD) ?? [])
    if (word.length > 1 || IDEOGRAPH.test(word)) words.push(shorten(word))
  return words
}

function shorten(word: string): string {
  if (word.length <= MAXIMUM_LENGTH) return word
  const short = word.slice(0, MAXIMUM_LENGTH)
  return short.isWellFormed() ? short : short.slice(0, -1)
}

/** Whether text that begins so can be found in the middle of a word: it begins with no word, or with a character that is one. */
export const isFoundAnywhere = (text: string): boolean => AFTER_ANYTHING.test(text)

export const isIdeograph = (word: string): boolean => IDEOGRAPH.test(word)

/** What can be before a word, for a class in a regular expression of Postgres. */
export const BEFORE_A_WORD = [...SEPARATORS, ...IDEOGRAPHS]
  .map(([from, to]) => `${escaped(Math.max(from, 1))}-${escaped(to)}`)
  .join('')

function escaped(code: number): string {
  return `\\U${code.toString(16).padStart(8, '0')}`
}
