import { resolve } from 'node:path'
import type { RequestHandler } from 'express'
import type { Settings } from '../settings/settings.ts'
import { readAssets, type Asset } from './assets.ts'
import { securityHeaders } from './security-headers.ts'

/** Where `npm run build` puts the page. */
export const DASHBOARD_FOLDER = resolve(import.meta.dirname, '../../dist/dashboard')

/** Caching for a year, the longest usual time in HTTP. */
const CACHE_FOREVER = 'public, max-age=31536000, immutable'

/**
 * Serves the files of the built page by their names, and index.html at each path that the page routes itself. Answers 503
 * if the page has not been built.
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
        'cache-control': asset.immutable ? CACHE_FOREVER : 'no-cache',
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
 * Whether the page routes this path, see page/paths.ts. All paths below `/o/` belong to the page. An unknown path must not
 * be answered with the page: a probe of `/metrics` or `/readyz` would take that for success.
 */
const isPage = (path: string) => /^\/((organizations|operations|sign-in)\/?)?$|^\/o\/./.test(path)

function choose({ encodings }: Asset, accepted: string[]): [encoding: string, content: Buffer] {
  if (encodings.br && accepted.includes('br')) return ['br', encodings.br]
  if (encodings.gzip && accepted.includes('gzip')) return ['gzip', encodings.gzip]
  return ['identity', encodings.identity]
}
