/**
 * Text of a receiver or customer as one line that a terminal can show. Control characters, with which it could rewrite what the
 * terminal shows, become `�`.
 */
export const printable = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/\p{Cc}/gu, '\u{fffd}')
