import type { KnipConfig } from 'knip'

/**
 * Every package that is imported is listed, every one that is listed is used, and so is every export. `!` marks what runs
 * in production, where only `dependencies` are installed.
 */
const config: KnipConfig = {
  entry: [
    'src/app/main.ts!',
    'src/{cli/main,client/index,receiver-library/index}.ts!', // built into dist/libraries
    'src/dialects/*.ts!', // loaded by the registry, which reads the folder
    'src/dialects/*/verify/verify.mjs', // shown to integrators, run by tests
    'src/dashboard/page/{main.tsx,vite.config.ts}',
    'src/dashboard/page/graphiql/{main.tsx,vite.config.ts}',
    'src/dashboard/build-graphiql.ts!',
    'demo/main.ts',
    'bench/*.ts',
    'bench/**/*-process.ts',
    'bench/measure/report-heap.ts',
    'test/dialects/tables/*.ts',
    'test/**/fixtures/*.ts',
  ],
  project: [
    '{src,workflows,activities}/**/*.{ts,tsx,mjs}!',
    '!src/dashboard/page/**!', // Vite bundles the page, with its packages
    '{test,bench,demo,scripts}/**/*.ts',
    '*.ts',
  ],
  vite: false,
  ignoreDependencies: [
    'node', // runs the npm scripts
    'vite', // production builds no page: build-dashboard.ts does without
  ],
  // Types of what a function takes and returns may be named by who calls it.
  ignoreExportsUsedInFile: { interface: true, type: true },
  exclude: ['binaries'],
}
export default config
