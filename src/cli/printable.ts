/**
 * Text of a receiver or customer as one line that a terminal can show. Control characters, with which it could rewrite what the
 * terminal shows, become `�`.
 */
export const printable = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/\p{Cc}/gu, '\u{fffd}')

/** Control characters but tab, line end, and the colours of Terminal.paint. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /(?!\u001b\[(?:1|2|22|3[1239])m)(?![\t\n])\p{Cc}/gu

/**
 * Writes control characters as JSON and TypeScript do, `\u001b`: whoever reads another's text in a terminal sees them, and values in
 * JSON stay what they are.
 */
export const showControls = (text: string): string =>
  text.replaceAll(CONTROLS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
