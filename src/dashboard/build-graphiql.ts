import { resolve } from 'node:path'
import { buildPage } from './build-page.ts'
import { GRAPHIQL_FOLDER } from './serve-graphiql.ts'

// Builds GraphiQL into dist/graphiql, unless it is up to date: a program of its own, run by the first who asks for the page.
await buildPage(
  {
    title: 'GraphiQL',
    source: resolve(import.meta.dirname, 'page/graphiql'),
    files: ['src/dashboard/page/graphiql/**/*.*'],
    target: GRAPHIQL_FOLDER,
  },
  console.log,
)
