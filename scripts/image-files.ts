/**
 * Copies what the container image has of durahook into a new folder: `npm run build:image FOLDER`. These are its own files, what
 * `npm run build` made, and of its packages the files that some import reaches: their types, tests and builds for other machines would be
 * two thirds of the image.
 */
import { cpSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { machine } from 'node:os'
import { join, resolve } from 'node:path'
import { nodeFileTrace } from '@vercel/nft'

const root = resolve(import.meta.dirname, '..')

/** Beside the packages. All of the source: the workflows' bundle is up to date if it was built from the same. */
const OWN = [
  'package.json',
  'schema.graphql',
  'src',
  'workflows',
  'activities',
  'dist/workflows.js',
  'dist/workflows.js.built-from',
  'dist/dashboard',
]

/** Where a process or a thread begins, and what is loaded by reading a folder. */
const ENTRIES = ['src/app/main.ts', 'src/**/*-thread.ts', 'src/dialects/*.ts', 'src/database/migrations/*.ts']

const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>
}

/** Temporal's native part, in a folder for each kind of machine. */
const NATIVE = '@temporalio/core-bridge/releases'

/** What is imported but never run, or not here: tools of development, and the compiler of workflows, which are compiled in dist. */
const LEFT_OUT = [
  ...Object.keys(devDependencies),
  '@swc',
  'swc-loader',
  ...readdirSync(join(root, 'node_modules', NATIVE))
    .filter((name) => name !== `${machine()}-unknown-linux-gnu`)
    .map((name) => `${NATIVE}/${name}`),
]

/** The files of all packages that durahook's code reaches, relative to its folder. */
async function tracePackages(): Promise<string[]> {
  const { fileList } = await nodeFileTrace(globSync(ENTRIES, { cwd: root }), {
    base: root,
    processCwd: root,
    ignore: ['dist/**', 'src/dashboard/page/**', ...LEFT_OUT.map((path) => `node_modules/${path}/**`)],
    async readFile(path) {
      const text = await readFile(path, 'utf8').catch(() => null)
      return text !== null && path.endsWith('.ts') ? stripTypeScriptTypes(text) : text
    },
  })
  return [...fileList].filter((path) => path.startsWith('node_modules/')).sort()
}

const [target] = process.argv.slice(2)
if (target === undefined) throw new Error('npm run build:image FOLDER')
for (const path of [...OWN, ...(await tracePackages())])
  cpSync(join(root, path), join(target, path), { recursive: true })
