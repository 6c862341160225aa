import { hostname } from 'node:os'
import { VERSION } from '../version.ts'

/** As what a worker is known to Temporal: in Temporal UI, in histories, and in the operators' place. */
export const workerIdentity = (): string => `durahook/${VERSION} ${process.pid}@${hostname()}`

/** The version of durahook that a worker of this identity runs; null: none that is said. */
export const versionOf = (identity: string): string | null => /^durahook\/(\S+) /.exec(identity)?.[1] ?? null
