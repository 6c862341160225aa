import { resolve } from 'node:path'
import type { RequestHandler } from 'express'
import type { Settings } from '../settings/settings.ts'
import { readAssets, type Asset } from './assets.ts'
import { securityHeaders } from './security-headers.ts'

/** Where `npm run build` puts the page. */
export const DASHBOARD_FOLDER = resolve(import.meta.dirname, '../../dist/dashboard')

/** A year, which is what "for ever" is in HTTP. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * Serves the built page: its files by their names, and index.html at each of the page's places, where the page
 * itself knows what to show. Answers 503 when the page was never built.
 */
export async function createDashboard(
  { DASHBOARD_FRAME_ANCESTORS }: Settings,
  folder = DASHBOARD_FOLDER,
): Promise<RequestHandler> {
  const assets = await readAssets(folder)
  const headers = securityHeaders(DASHBOARD_FRAME_ANCESTORS)
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next()
    const asset = assets.get(request.path) ?? (isPage(request.path) ? assets.get('/index.html') : undefined)
    response.set(headers)
    if (asset) {
      const [encoding, content] = choose(asset, request.acceptsEncodings())
      response.set({
        'content-type': asset.type,
        'cache-control': asset.immutable ? FOR_EVER : 'no-cache',
        vary: 'accept-encoding',
        ...(encoding !== 'identity' && { 'content-encoding': encoding }),
      })
      response.end(request.method === 'HEAD' ? undefined : content)
    } else if (isPage(request.path) && assets.size === 0) {
      response.status(503).type('text').send('The dashboard is not built yet. Run: npm run build\n')
    } else next()
  }
}

/**
 * Whether the page shows something at this path: page/paths.ts has its places. Below `/o/` all are the page's own. What
 * is nowhere must not be answered with the page: a probe of `/metrics` or `/readyz` would take it for "all is well".
 */
const isPage = (path: string) => /^\/((organizations|sign-in)\/?)?$|^\/o\/./.test(path)

function choose({ encodings }: Asset, accepted: string[]): [encoding: string, content: Buffer] {
  if (encodings.br && accepted.includes('br')) return ['br', encodings.br]
  if (encodings.gzip && accepted.includes('gzip')) return ['gzip', encodings.gzip]
  return ['identity', encodings.identity]
}
