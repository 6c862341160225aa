/** Progress goes to stderr: stdout has the result alone. */
export const say = (line: string): void => console.error(line)
