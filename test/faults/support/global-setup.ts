import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { cacheFolder } from '../../../src/stack/cache-folder.ts'
import { createCertificates } from '../../../src/receiver/certificates.ts'
import { findTemporal } from '../../../src/stack/temporal-program.ts'
import { buildWorkflows } from '../../../src/temporal/build-workflows.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Temporal's program. */
    temporalProgram: string
  }
}

/** What all fault tests share and none of them kills. */
export default async function setup(project: TestProject) {
  await buildWorkflows(console.log)
  const temporal = await findTemporal({ cacheFolder: cacheFolder(), log: (line) => console.log(line) })
  const folder = await mkdtemp(join(tmpdir(), 'durahook-faults-certificates-'))
  await createCertificates(folder)
  project.provide('temporalProgram', temporal)
  project.provide('certificatesFolder', folder)
  return () => rm(folder, { recursive: true, force: true })
}
