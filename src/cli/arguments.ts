import { InvalidArgumentError } from 'commander'

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** An address of http or https without a user name or password, as it was given. @throws InvalidArgumentError */
export function parseUrl(text: string): string {
  // Node 20 has no URL.parse.
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.username || url?.password)
    throw new InvalidArgumentError('Give the address without a user name or password.')
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text
  throw new InvalidArgumentError('It has to be an address such as http://127.0.0.1:4000.')
}

/** `a,b` as a list. @throws InvalidArgumentError when there is nothing in it */
export function parseList(text: string): string[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)
  if (items.length > 0) return items
  throw new InvalidArgumentError('Give at least one, separated by commas.')
}

/** `a,b` as a list, without `a.*`: where a pattern would find nothing. @throws InvalidArgumentError */
export const parseNames = (text: string): string[] =>
  parseList(text).map((item) => {
    if (!item.includes('*')) return item
    throw new InvalidArgumentError(`${item} is no whole name, as lead.created is.`)
  })

/** `FAILED,skipped` as words of an enum. @throws InvalidArgumentError naming the words there are */
export const parseWords =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): Word[] =>
    parseList(text.toUpperCase()).map((item) => {
      const word = words.find((each) => each === item)
      if (word) return word
      throw new InvalidArgumentError(`${item} is none of ${words.join(', ')}.`)
    })

/** A whole number within bounds. @throws InvalidArgumentError */
export const parseInteger =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`It has to be a whole number from ${least} to ${most}.`)
  }

/** An instant: in ISO 8601, or `30m`, `2h`, `7d` ago. Gives ISO 8601 in UTC. @throws InvalidArgumentError */
export function parseInstant(text: string, now = Date.now()): string {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (unit) return new Date(now - Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS]).toISOString()
  // Date takes much else, such as "2", as some year.
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString()
  throw new InvalidArgumentError('It has to be 30m, 2h or 7d (ago), or an instant as 2026-04-26T19:42:11Z.')
}

/** For an option that may be given several times: all that was given. */
export const collect =
  <Value>(parse: (text: string) => Value) =>
  (text: string, before: readonly Value[] = []): Value[] => [...before, parse(text)]
