import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findFreePorts, isFree } from '../../src/stack/ports.ts'

/** One of each for frontend, history, matching and worker, in this order. */
export interface ServicePorts {
  grpc: number[]
  membership: number[]
}

/**
 * Ports for the services of a Temporal server. All but the frontend's are only used inside the server, so any do, but
 * the same ones at each start: the server keeps its members in its database for 20 seconds past their end, and with
 * other ports it would first try for half a minute to reach the ones of the last run.
 */
export async function chooseServicePorts(options: {
  folder: string
  frontend: number
}): Promise<ServicePorts> {
  const { folder, frontend } = options
  const file = join(folder, 'ports.json')
  let inner = readPorts(file)
  const usable =
    inner.length === 7 && !inner.includes(frontend) && (await Promise.all(inner.map(isFree))).every(Boolean)
  if (!usable) {
    inner = (await findFreePorts(8)).filter((port) => port !== frontend).slice(0, 7)
    writeFileSync(file, JSON.stringify(inner))
  }
  return { grpc: [frontend, ...inner.slice(0, 3)], membership: inner.slice(3) }
}

function readPorts(file: string): number[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as number[]
  } catch {
    return [] // The first start.
  }
}
