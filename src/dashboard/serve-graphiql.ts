import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import express, { type RequestHandler } from 'express'
import type { Logger } from 'pino'
import { securityHeaders } from './security-headers.ts'

/** Where build-graphiql.ts puts it. */
export const GRAPHIQL_FOLDER = resolve(import.meta.dirname, '../../dist/graphiql')

/** GraphiQL's packages write style elements, and its fonts are in its stylesheet. */
const STYLES = { 'style-src': "'self' 'unsafe-inline'", 'font-src': "'self' data:" }

/**
 * GraphiQL at `GET /graphql` for browsers, from this server alone. It is built when somebody first asks for it, which takes some
 * seconds. Other requests go on, and so do all where the development packages are missing.
 */
export function createGraphiql(log: Logger): RequestHandler {
  const headers = securityHeaders([], STYLES)
  let building: Promise<unknown> | undefined
  const router = express.Router()
  router.get('/graphql', async (request, response, next) => {
    // `*/*`, as curl sends it, asks for JSON.
    if (request.accepts(['json', 'html']) !== 'html') return next()
    // In a process of its own: it sets NODE_ENV, and takes memory.
    building ??= promisify(execFile)(process.execPath, [join(import.meta.dirname, 'build-graphiql.ts')])
    await building.catch((error: unknown) => {
      building = undefined
      log.warn({ err: error }, 'GraphiQL could not be built.')
    })
    const page = join(GRAPHIQL_FOLDER, 'index.html')
    if (!existsSync(page)) return next()
    response.set({ ...headers, 'cache-control': 'no-cache' }).sendFile(page, { dotfiles: 'allow' })
  })
  router.use(
    '/graphiql',
    express.static(GRAPHIQL_FOLDER, { index: false, redirect: false, immutable: true, maxAge: '1y' }),
  )
  return router
}
