/** Why a text is not valid JSON, with the line of the error; null if it is valid. */
export function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    const { message } = error as Error
    const position = /position (\d+)/.exec(message)?.[1]
    const line = position ? text.slice(0, Number(position)).split('\n').length : null
    const [said] = message.replace(/^JSON\.parse: /, '').split(/ in JSON| at position/)
    return `This is not JSON${line ? `, line ${line}` : ''}: ${said}.`
  }
}
