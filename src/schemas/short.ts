/** The beginning of a text that may be as long as its writer liked. */
export function short(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).toWellFormed()}…`
}
