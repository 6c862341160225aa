/** Downloads a program to the file `temporal` in the folder, or throws. */
export type Download = (folder: string, signal: AbortSignal) => Promise<void>
