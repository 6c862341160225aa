import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { cacheFolder } from '../../src/stack/cache-folder.ts'
import { createCertificates } from '../../src/receiver/certificates.ts'
import { startPostgres } from '../../src/stack/postgres.ts'
import { findTemporal } from '../../src/stack/temporal-program.ts'
import { startTemporal } from '../../src/stack/temporal.ts'
import { buildWorkflows } from '../../src/temporal/build-workflows.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the test run's own Postgres; each app makes a database of its own in it. */
    databaseUrl: string
    /** Of the test run's own Temporal; each app makes a namespace of its own in it. */
    temporalAddress: string
    /** Folder with the authority and the localhost certificate all receivers use. */
    certificatesFolder: string
  }
}

/** Starts one real Postgres and one real Temporal for the whole test run. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'durahook-test-'))
  await using opened = new AsyncDisposableStack()
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const log = (line: string) => console.log(line)
  const program = await findTemporal({ cacheFolder: cacheFolder(), log })
  await buildWorkflows(log)
  const postgres = opened.use(
    await startPostgres({ folder: join(folder, 'postgres'), durability: 'test', log }),
  )
  const temporal = opened.use(await startTemporal({ program, folder: join(folder, 'temporal'), log }))
  await createCertificates(join(folder, 'certificates'))
  project.provide('databaseUrl', postgres.url)
  project.provide('temporalAddress', temporal.address)
  project.provide('certificatesFolder', join(folder, 'certificates'))
  const running = opened.move()
  return () => running.disposeAsync()
}
