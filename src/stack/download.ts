/** Gets a program into the folder, where it is the file `temporal`, or throws. */
export type Download = (folder: string, signal: AbortSignal) => Promise<void>
