import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { WorkflowBundleOption } from '@temporalio/worker'
import { fingerprintOf, isBuiltFrom } from '../built-from.ts'
import { bundleWorkflows } from './bundle-workflows.ts'

const BUNDLE = resolve(import.meta.dirname, '../../dist/workflows.js')

/** Holds the fingerprint of the source the bundle was built from. */
const FINGERPRINT_FILE = `${BUNDLE}.built-from`

/** Covers more files than workflow code imports: only bundling finds out which files it imports. */
const fingerprint = () => fingerprintOf('{workflows,src}/**/*.ts', 'package.json')

const bundle = () => bundleWorkflows(new URL('../../workflows/index.ts', import.meta.url))

/** Bundles durahook's workflows into dist in a few seconds, unless the bundle is up to date. */
export async function buildWorkflows(print: (line: string) => void): Promise<void> {
  const builtFrom = await fingerprint()
  if (await isBuiltFrom(builtFrom, FINGERPRINT_FILE)) return
  print('Bundling the workflows')
  const { code } = await bundle()
  await rm(FINGERPRINT_FILE, { force: true })
  await mkdir(dirname(BUNDLE), { recursive: true })
  // Written to a temporary file and renamed, so that a worker never reads half a bundle.
  const temporary = `${BUNDLE}.${process.pid}`
  await writeFile(temporary, code)
  await rename(temporary, BUNDLE)
  await writeFile(FINGERPRINT_FILE, builtFrom)
}

/**
 * The bundle in dist if it is up to date. Otherwise bundles the workflows in this process, which takes seconds and 100 MiB.
 */
export async function loadWorkflows(): Promise<WorkflowBundleOption> {
  return (await isBuiltFrom(await fingerprint(), FINGERPRINT_FILE)) ? { codePath: BUNDLE } : bundle()
}

if (import.meta.main) await buildWorkflows(console.log)
