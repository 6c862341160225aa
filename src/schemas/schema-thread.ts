/**
 * A thread that runs tenants' schemas, begun by start-schema-thread.ts: one task after another, each answered with what came
 * of it and with the processor time this thread has had in all. It keeps no clock: schema-threads.ts watches from outside.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { compileSchema, describeError, schemaProblem, type CompiledSchema } from './compile-schema.ts'
import { short } from './short.ts'
import type { SchemaTask, SchemaVerdict, ThreadData, ThreadMessage } from './schema-threads.ts'

/** Compiled schemas kept, the least recently used dropped first, and how much text they have in all. */
const KEPT_SCHEMAS = 200
const KEPT_TEXT = 2_000_000

type Kept = CompiledSchema | { problem: string }
const kept = new Map<string, Kept>()
let keptText = 0

const port = parentPort!
const { checking } = workerData as ThreadData

port.on('message', (task: SchemaTask) => {
  Atomics.store(checking, 0, 0)
  tell({ verdict: verdictOn(task), cpuMs: cpuMs() })
})

// Everything is compiled once before the first task's time begins.
verdictOn({ schema: '{"type":"string","pattern":"^a+$","format":"date-time"}', data: '"a"', saving: true })
tell({ verdict: null, cpuMs: cpuMs() })

function tell(message: ThreadMessage): void {
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
    if (!(error instanceof RangeError)) throw error // the stack is full
    return { kind: 'too-expensive', problem: 'data can not be checked: the schema refers to itself without end' }
  }
  return { kind: 'unfit', problem: describeError('data', validate.errors![0]!) }
}

function compile(text: string): Kept {
  const known = kept.get(text)
  if (known) {
    kept.delete(text)
    kept.set(text, known)
    return known
  }
  const compiled = tryToCompile(text)
  kept.set(text, compiled)
  keptText += text.length
  for (const [oldest] of kept) {
    if (kept.size <= KEPT_SCHEMAS && keptText <= KEPT_TEXT) break
    kept.delete(oldest)
    keptText -= oldest.length
  }
  return compiled
}

function tryToCompile(text: string): Kept {
  try {
    return compileSchema(text)
  } catch (error) {
    return { problem: short((error as Error).message, 300) }
  }
}
