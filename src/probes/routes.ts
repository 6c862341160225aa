import express from 'express'
import type { Readiness } from './readiness.ts'

/**
 * For a process of these parts. `GET /live`: 200 while the process answers at all. `GET /ready`: 200 and `{ "status": "ready" }` while it
 * can do its work; else 503 and what is missing. `reasons`: and why, which may name addresses and users.
 */
export function createProbes(parts: readonly Readiness[], { reasons }: { reasons: boolean }): express.Router {
  const probes = express.Router()
  probes.get('/live', (_request, response) => {
    response.set('cache-control', 'no-store').json({ status: 'live' })
  })
  probes.get('/ready', async (_request, response) => {
    response.set('cache-control', 'no-store')
    const found = (await Promise.all(parts.map(({ problems }) => problems()))).flat()
    if (found.length === 0) return void response.json({ status: 'ready' })
    response.status(503).json({
      status: 'unavailable',
      problems: found.map(({ need, message }) => (reasons ? { need, message } : { need })),
    })
  })
  return probes
}
