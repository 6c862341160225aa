import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { createCheckBudget } from './check-budget.ts'

/** A tenant's schema and data to check against it, both JSON text. */
export interface SchemaTask {
  schema: string
  data: string
  /** The schema is about to be saved, and all of it must be right. Else it was saved before, perhaps under older rules. */
  saving: boolean
}

export type SchemaVerdict =
  | { kind: 'fits' }
  /** `problem`: a sentence about the data, without its full stop. */
  | { kind: 'unfit'; problem: string }
  /** The same, of data that takes too much to check. Others of its type may not. */
  | { kind: 'too-expensive'; problem: string }
  /** The schema itself can't be used, whatever the data. `problem`: the end of a sentence about it. */
  | { kind: 'unusable'; problem: string }
  /** Nothing was found out: the organization has used up its time, or the machine has none to give. */
  | { kind: 'later'; retryAfterSeconds: number }

/** What a thread says. Without a verdict: it is ready. */
export interface ThreadMessage {
  verdict: SchemaVerdict | null
  /** Processor time the thread has had since it began, in milliseconds. */
  cpuMs: number
}

/**
 * Organizations that had a slow check within the minute have a thread that yields to everything else on the machine; the
 * others have one that does not, and that one too while nobody else needs it.
 */
type Role = 'slow' | 'usual'

/** What a thread is started with. */
export interface ThreadData {
  role: Role
  /** Its one number: 1 while data is checked, so that who ends the thread knows what took the time. */
  checking: Int32Array
}

/** Threads that run tenants' schemas, started when they are first needed. */
export interface SchemaThreads {
  check(organizationId: string, task: SchemaTask): Promise<SchemaVerdict>
  /** Ends the threads; rejects what still waits. */
  close(): Promise<void>
}

/** What one check may cost. */
export interface CheckLimits {
  /** Processor time, compiling included, in milliseconds. */
  ms: number
  /** Of the thread's heap. A thread that wants more ends, and with it the check. */
  megabytes: number
}

const LIMITS: CheckLimits = { ms: 250, megabytes: 96 }
/** A busy machine may not give a thread its time for a while. Longest wait, in milliseconds. */
const PATIENCE_MS = 20_000
/** A thread that doesn't even say how much time it had within this, in milliseconds, is busy inside V8. */
const ANSWER_MS = 1_000

const ROLES: readonly Role[] = ['usual', 'slow']
/** Threads that are being ended but have not yet, beyond which no new one is started. */
const ENDING_THREADS = 2
/** Schemas too slow or too large to compile, which are not tried again. */
const REMEMBERED_SCHEMAS = 1_000

/**
 * What ending a thread in the middle of a check and starting another counts as besides, in milliseconds: it takes half of
 * that from the processor, and in one piece, which others feel more than its sum.
 */
const REPLACING_MS = 1_000

const TOO_LARGE = 'takes too much memory to check. Make the schema simpler'

interface Check {
  organizationId: string
  task: SchemaTask
  resolve(verdict: SchemaVerdict): void
  reject(error: unknown): void
}

interface Thread {
  role: Role
  worker: Worker
  ready: boolean
  /** Whether it has done nothing yet. */
  fresh: boolean
  /** As of its last message. */
  cpuMs: number
  checking: Int32Array
  running: { check: Check; startedAt: number; timer: NodeJS.Timeout } | null
}

/**
 * One check of an organization is under way at a time, organizations take turns, and those that had a slow check within
 * the minute share one thread: so nobody waits behind another's slow checks. `msPerMinute`: processor time an organization
 * may use.
 */
export function createSchemaThreads(msPerMinute: number, limits: CheckLimits = LIMITS): SchemaThreads {
  const tooSlow = `takes too long to check: more than ${limits.ms} ms. Make the schema simpler`
  const budget = createCheckBudget(msPerMinute)
  /** Of each organization what waits, the organization whose turn is next first. */
  const waiting = new Map<string, Check[]>()
  const threads = new Set<Thread>()
  const ending = new Set<Promise<unknown>>()
  const tooExpensive = new Map<string, string>()
  let closed = false

  function dispatch(): void {
    for (const [organizationId, queue] of [...waiting]) {
      const retryAfterSeconds = budget.secondsUntilMore(organizationId)
      if (retryAfterSeconds === null) {
        if ([...threads].some(({ running }) => running?.check.organizationId === organizationId)) continue
        const thread = threadFor(organizationId)
        if (!thread) {
          if ([...threads].every(({ ready }) => ready)) startThread()
          continue
        }
        waiting.delete(organizationId)
        const check = queue.shift()!
        if (queue.length > 0) waiting.set(organizationId, queue) // behind the others
        run(thread, check)
      } else {
        waiting.delete(organizationId)
        for (const { resolve } of queue) resolve({ kind: 'later', retryAfterSeconds })
      }
    }
  }

  /** One that has nothing to do. */
  function threadFor(organizationId: string): Thread | undefined {
    const free = [...threads].filter(({ ready, running }) => ready && !running)
    const slow = free.find(({ role }) => role === 'slow')
    return budget.isSlow(organizationId) ? slow : (free.find(({ role }) => role === 'usual') ?? slow)
  }

  function run(thread: Thread, check: Check): void {
    const timer = setTimeout(() => void watch(thread), limits.ms)
    thread.running = { check, startedAt: performance.now(), timer }
    thread.worker.postMessage(check.task)
  }

  /** Ends the thread unless the machine is to blame for its slowness. */
  async function watch(thread: Thread): Promise<void> {
    const { running } = thread
    const usedMs = await processorTime(thread.worker)
    if (!running || thread.running !== running) return
    const leftMs = usedMs === null ? 0 : limits.ms - (usedMs - thread.cpuMs)
    if (leftMs <= 0) {
      replace(thread)
      finish(running.check, tooMuch(thread, running.check, tooSlow), limits.ms + REPLACING_MS)
    } else if (performance.now() - running.startedAt > PATIENCE_MS) {
      replace(thread)
      finish(running.check, { kind: 'later', retryAfterSeconds: 1 }, limits.ms + REPLACING_MS)
    } else running.timer = setTimeout(() => void watch(thread), Math.max(leftMs, 10))
  }

  function finish({ organizationId, resolve }: Check, verdict: SchemaVerdict, usedMs: number): void {
    budget.spend(organizationId, usedMs)
    resolve(verdict)
    dispatch()
  }

  /** It was the data's doing if that was being checked; else the schema is remembered. */
  function tooMuch({ checking }: Thread, { task: { schema } }: Check, problem: string): SchemaVerdict {
    if (Atomics.load(checking, 0) === 1) return { kind: 'too-expensive', problem: `data ${problem}` }
    tooExpensive.set(digest(schema), problem)
    if (tooExpensive.size > REMEMBERED_SCHEMAS) tooExpensive.delete(tooExpensive.keys().next().value!)
    return { kind: 'unusable', problem: `it ${problem}` }
  }

  function startThread(): void {
    const role = ROLES.find((wanted) => ![...threads].some((thread) => thread.role === wanted))
    if (!role || ending.size > ENDING_THREADS) return
    const checking = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(new URL('./start-schema-thread.ts', import.meta.url), {
      name: 'schemas',
      workerData: { role, checking } satisfies ThreadData,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
    })
    worker.unref()
    const thread: Thread = { role, worker, ready: false, fresh: true, cpuMs: 0, checking, running: null }
    threads.add(thread)
    worker.on('message', ({ verdict, cpuMs }: ThreadMessage) => {
      const usedMs = cpuMs - thread.cpuMs
      thread.cpuMs = cpuMs
      thread.ready = true
      if (!verdict || !thread.running) return dispatch()
      const { check, timer } = thread.running
      clearTimeout(timer)
      thread.running = null
      thread.fresh = false
      finish(check, verdict, usedMs)
    })
    worker.on('error', (error) => died(thread, error))
  }

  /** Out of memory, or a fault of ours. */
  function died(thread: Thread, error: Error & { code?: string }): void {
    const { running, fresh, ready } = thread
    end(thread)
    if (!running) {
      // What can't even start would never answer those who wait.
      if (!ready) for (const queue of waiting.values()) for (const { reject } of queue) reject(error)
      if (!ready) waiting.clear()
      return
    }
    const { check } = running
    if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') {
      check.reject(error)
      dispatch()
    } else if (fresh) finish(check, tooMuch(thread, check, TOO_LARGE), limits.ms + REPLACING_MS)
    else {
      // Perhaps what it kept of others filled it.
      const queue = waiting.get(check.organizationId) ?? []
      waiting.set(check.organizationId, [check, ...queue])
      dispatch()
    }
  }

  /** Whoever comes next should not wait for a thread to start. */
  function replace(thread: Thread): void {
    end(thread)
    startThread()
  }

  function end(thread: Thread): void {
    if (!threads.delete(thread)) return
    clearTimeout(thread.running?.timer)
    thread.running = null
    const ended = thread.worker.terminate().finally(() => {
      ending.delete(ended)
      if (!closed) dispatch()
    })
    ending.add(ended)
  }

  return {
    check(organizationId, task) {
      if (closed) return Promise.reject(new Error('The threads that check schemas are closed.'))
      const dear = tooExpensive.size > 0 ? tooExpensive.get(digest(task.schema)) : undefined
      if (dear !== undefined) return Promise.resolve({ kind: 'unusable', problem: `it ${dear}` })
      return new Promise((resolve, reject) => {
        const check = { organizationId, task, resolve, reject }
        const queue = waiting.get(organizationId)
        if (queue) queue.push(check)
        else waiting.set(organizationId, [check])
        dispatch()
      })
    },
    async close() {
      closed = true
      const error = new Error('The threads that check schemas are closed.')
      for (const queue of waiting.values()) for (const { reject } of queue) reject(error)
      waiting.clear()
      for (const thread of threads) {
        thread.running?.check.reject(error)
        end(thread)
      }
      await Promise.all(ending)
    },
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64')

/** In milliseconds since the thread began; null: it does not answer. */
async function processorTime(worker: Worker): Promise<number | null> {
  const { promise: noAnswer, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(resolve, ANSWER_MS, null)
  try {
    const usage = await Promise.race([worker.cpuUsage(), noAnswer])
    return usage && (usage.user + usage.system) / 1_000
  } catch {
    return null // it has just ended
  } finally {
    clearTimeout(timer)
  }
}
