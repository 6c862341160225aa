/** The part of an id that distinguishes it from its neighbours. */
export const shortId = (id: string): string => `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-6)}`
