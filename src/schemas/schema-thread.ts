/**
 * A thread that runs organizations' schemas, started by start-schema-thread.ts. It answers one task after another with a
 * verdict and the processor time the thread has used in total. schema-threads.ts enforces the time limit from outside.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { compileSchema, describeError, schemaProblem, type CompiledSchema } from './compile-schema.ts'
import { short } from './short.ts'
import type { SchemaTask, SchemaVerdict, ThreadData, ThreadMessage } from './schema-threads.ts'

/** Maximum of cached schemas, and of the length of their texts together. The least recently used are dropped first. */
const CACHED_SCHEMAS = 200
const CACHED_TEXT = 2_000_000

type Cached = CompiledSchema | { problem: string }
const cache = new Map<string, Cached>()
let cachedText = 0

const port = parentPort!
const { checking } = workerData as ThreadData

port.on('message', (task: SchemaTask) => {
  Atomics.store(checking, 0, 0)
  post({ verdict: verdictOn(task), cpuMs: cpuMs() })
})

// A first check loads and compiles all code, so that this time does not count for the first task.
verdictOn({ schema: '{"type":"string","pattern":"^a+$","format":"date-time"}', data: '"a"', saving: true })
post({ verdict: null, cpuMs: cpuMs() })

function post(message: ThreadMessage): void {
  port.postMessage(message)
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

function verdictOn({ schema, data, saving }: SchemaTask): SchemaVerdict {
  const problem = saving ? schemaProblem(schema) : null
  if (problem !== null) return { kind: 'unusable', problem }
  const compiled = compile(schema)
  if ('problem' in compiled) return { kind: 'unusable', problem: compiled.problem }
  if (saving && compiled.notLinear !== null) return { kind: 'unusable', problem: compiled.notLinear }
  Atomics.store(checking, 0, 1)
  const { validate } = compiled
  try {
    if (validate(JSON.parse(data))) return { kind: 'fits' }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error // stack overflow
    return {
      kind: 'too-expensive',
      problem: 'data can not be checked: the schema refers to itself without end',
    }
  }
  return { kind: 'unfit', problem: describeError('data', validate.errors![0]!) }
}

function compile(text: string): Cached {
  const known = cache.get(text)
  if (known) {
    cache.delete(text)
    cache.set(text, known)
    return known
  }
  const compiled = tryToCompile(text)
  cache.set(text, compiled)
  cachedText += text.length
  for (const [oldest] of cache) {
    if (cache.size <= CACHED_SCHEMAS && cachedText <= CACHED_TEXT) break
    cache.delete(oldest)
    cachedText -= oldest.length
  }
  return compiled
}

function tryToCompile(text: string): Cached {
  try {
    return compileSchema(text)
  } catch (error) {
    return { problem: short((error as Error).message, 300) }
  }
}
