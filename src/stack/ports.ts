import { createServer } from 'node:net'
import { once } from 'node:events'
import { StackError } from './stack-error.ts'

/** Everything the local stack starts listens here only. */
export const LOOPBACK = '127.0.0.1'

/** Below Linux's and macOS's range for outgoing connections: no client socket can take a port between our check and its use. */
const LOWEST = 10_000
const HIGHEST = 32_000

/**
 * Checks that a wanted port is free.
 * @throws StackError PORT_TAKEN that names the port and the setting to change.
 */
export async function requireFreePort(
  port: number,
  options: { what: string; setting: string },
): Promise<void> {
  if (await isFree(port)) return
  throw new StackError(
    'PORT_TAKEN',
    `Port ${port} for ${options.what} is taken by another program. Stop that program, or set ${options.setting} to a free port.`,
  )
}

/** Ports nobody listens on now. Random, so that several stacks that start at once don't pick the same ones. */
export async function findFreePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  while (found.size < count) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (await isFree(port)) found.add(port)
  }
  return [...found]
}

/** The wanted port after a check, or any free one if none is wanted. */
export async function choosePort(
  wanted: number | undefined,
  options: { what: string; setting: string },
): Promise<number> {
  if (wanted === undefined) return (await findFreePorts(1))[0] as number
  await requireFreePort(wanted, options)
  return wanted
}

/** Whether nobody listens on a port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen({ port, host: LOOPBACK, exclusive: true })
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}
