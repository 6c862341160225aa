import { decodePunycode } from './punycode.ts'

/** The longest URL that is shown as a whole, in characters. */
const LONGEST = 72

/**
 * A URL as people read it: the host in its own letters, escaped letters of path and query decoded. What could deceive stays as it
 * is: control characters, blanks, invisible characters, those that change the direction, and hosts that look like others. To read
 * only: requests go to the URL itself.
 */
export function shownUrl(url: string): string {
  const [, scheme, host, rest] = /^(https?:\/\/)([^/?#]+)(.*)$/s.exec(url) ?? []
  if (host === undefined) return url
  return scheme + host.replaceAll(/\bxn--[a-z0-9-]+/gi, readableLabel) + decodeLetters(rest!)
}

/** As shownUrl, without `https://`, which nearly all have, and shortened in the middle if it is long. */
export const shortUrl = (url: string): string =>
  inMiddle(
    shownUrl(url)
      .replace(/^https:\/\//, '')
      .replace(/\/$/, ''),
    LONGEST,
  )

/** A text of at most `longest` characters: of a longer one the beginning and the end, with `…` between them. */
export function inMiddle(text: string, longest: number): string {
  const characters = Array.from(text)
  if (characters.length <= longest) return text
  const end = Math.floor((longest - 1) / 3)
  return `${characters.slice(0, longest - 1 - end).join('')}…${characters.slice(-end).join('')}`
}

/** Alphabets that no host of ours mixes with another one. */
const ALPHABETS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u]

/** Cyrillic letters that look like Latin ones: a host of nothing else is to look like another. */
const LOOK_LATIN = /^[асԁеһіјӏорԛѕԝхуъьҽпгѵѡ\d-]+$/u

function readableLabel(label: string): string {
  const text = decodePunycode(label.slice(4).toLowerCase())
  if (text === null || !/^[\p{L}\p{M}\p{N}-]+$/u.test(text) || INVISIBLE.test(text)) return label
  const alphabets = ALPHABETS.filter((alphabet) => alphabet.test(text)).length
  return alphabets > 1 || LOOK_LATIN.test(text) ? label : text
}

/** Letters, marks, numbers, signs and punctuation: neither blanks nor control or format characters, such as U+202E. */
const VISIBLE = /^[\p{L}\p{M}\p{N}\p{S}\p{P}]+$/u

/** Letters and marks without a shape of their own. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u

/** Decodes what is escaped and not ASCII; escaped ASCII characters may be separators, so they stay. */
function decodeLetters(text: string): string {
  return text.replaceAll(/(?:%[89a-f][\da-f])+/gi, (escaped) => {
    try {
      const decoded = decodeURIComponent(escaped)
      return VISIBLE.test(decoded) && !INVISIBLE.test(decoded) ? decoded : escaped
    } catch {
      return escaped
    }
  })
}
