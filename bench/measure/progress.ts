/** Progress goes to stderr: stdout has the result alone. */
export const print = (line: string): void => console.error(line)
