/** Where progress of the local stack goes: one line for a person, without a line break. */
export type Log = (line: string) => void
