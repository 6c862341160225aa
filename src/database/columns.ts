import { p } from '@mikro-orm/postgresql'

/** Milliseconds are kept, which is what a JavaScript Date can hold. */
export const instant = () => p.datetime(3)

export const createdAt = () => instant().onCreate(() => new Date())
