import { createServer } from 'node:net'
import { StackError } from './stack-error.ts'

/** Everything the local stack starts listens here only. */
export const LOOPBACK = '127.0.0.1'

/** Below Linux's and macOS's range for outgoing connections: no client socket can take a port between our check and its use. */
const LOWEST = 10_000
const HIGHEST = 32_000

/** Ports nobody listens on now. Random, so that several stacks that start at once don't pick the same ones. */
export async function findFreePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  while (found.size < count) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (await isFree(port)) found.add(port)
  }
  return [...found]
}

/**
 * The wanted port after a check that it is free, or any free one if none is wanted.
 * @throws StackError that names the port and the setting to change
 */
export async function choosePort(
  wanted: number | undefined,
  { what, setting }: { what: string; setting: string },
): Promise<number> {
  if (wanted === undefined) return (await findFreePorts(1))[0]!
  if (await isFree(wanted)) return wanted
  throw new StackError(
    `Port ${wanted} for ${what} is taken by another program. Stop that program, or set ${setting} to a free port.`,
  )
}

/** Whether nobody listens on a port of 127.0.0.1. */
export const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)))
  })
