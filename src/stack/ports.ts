import { createServer } from 'node:net'
import { StackError } from './stack-error.ts'

/** The only address that the local stack's servers listen on. */
export const LOOPBACK = '127.0.0.1'

/** Below Linux's and macOS's range for outgoing connections, so that no client socket takes a port after our check. */
const LOWEST = 10_000
const HIGHEST = 32_000

/** Ports that are free now. Random, so that stacks that start at the same time don't choose the same ones. */
export async function findFreePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  while (found.size < count) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (await isFree(port)) found.add(port)
  }
  return [...found]
}

/**
 * Returns the wanted port after checking that it is free, or any free port if none is wanted.
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

/** Whether a port of 127.0.0.1 is free. */
export const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)))
  })
