import { p } from '@mikro-orm/postgresql'

/** A time with milliseconds, the precision of a JavaScript Date. */
export const instant = () => p.datetime(3)

export const createdAt = () => instant().onCreate(() => new Date())
