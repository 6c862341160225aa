import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { WorkflowBundleOption } from '@temporalio/worker'
import { fingerprintOf, isBuiltFrom } from '../built-from.ts'
import { bundleWorkflows } from './bundle-workflows.ts'

const BUNDLE = resolve(import.meta.dirname, '../../dist/workflows.js')

/** Holds the fingerprint of the source the bundle was built from. */
const MARK = `${BUNDLE}.built-from`

/** More than workflow code imports: what it does import is known only once it was bundled. */
const fingerprint = () => fingerprintOf('{workflows,src}/**/*.ts', 'package.json')

const bundle = () => bundleWorkflows(new URL('../../workflows/index.ts', import.meta.url))

/** Bundles durahook's workflows into dist, a few seconds' work, unless what is there was built from the same source. */
export async function buildWorkflows(say: (line: string) => void): Promise<void> {
  const builtFrom = await fingerprint()
  if (await isBuiltFrom(builtFrom, MARK)) return
  say('Bundling the workflows')
  const { code } = await bundle()
  await rm(MARK, { force: true })
  await mkdir(dirname(BUNDLE), { recursive: true })
  // A worker that reads meanwhile reads one or the other, whole.
  const written = `${BUNDLE}.${process.pid}`
  await writeFile(written, code)
  await rename(written, BUNDLE)
  await writeFile(MARK, builtFrom)
}

/**
 * The bundle in dist where it was built from the source that is here; else one made now, in this process, which takes
 * seconds and 100 MiB.
 */
export async function loadWorkflows(): Promise<WorkflowBundleOption> {
  return (await isBuiltFrom(await fingerprint(), MARK)) ? { codePath: BUNDLE } : bundle()
}

if (import.meta.main) await buildWorkflows(console.log)
