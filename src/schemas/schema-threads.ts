import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { createCheckBudget } from './check-budget.ts'

/** An organization's schema and the data to check against it, both JSON text. */
export interface SchemaTask {
  schema: string
  data: string
  /** Whether the schema is about to be saved, so that all its rules are checked. A schema saved earlier may break newer rules. */
  saving: boolean
}

export type SchemaVerdict =
  | { kind: 'fits' }
  /** `problem`: a sentence about the data, without the full stop. */
  | { kind: 'unfit'; problem: string }
  /** The same, about data that takes too much time or memory to check. Other data of the type may not. */
  | { kind: 'too-expensive'; problem: string }
  /** The schema itself can't be used. `problem`: the end of a sentence about it. */
  | { kind: 'unusable'; problem: string }
  /** Not checked: the organization has used its quota of processor time, or the machine is too busy. */
  | { kind: 'later'; retryAfterSeconds: number }

/** A message of a thread. Without a verdict it says that the thread is ready. */
export interface ThreadMessage {
  verdict: SchemaVerdict | null
  /** Processor time the thread has used since it began, in milliseconds. */
  cpuMs: number
}

/**
 * The `slow` thread has low priority and serves organizations that had a slow check within the last minute. The `usual` thread
 * serves the other organizations, which can also use the slow thread while it is idle.
 */
type Role = 'slow' | 'usual'

/** Data that a thread is started with. */
export interface ThreadData {
  role: Role
  /** Its single number is 1 while data is checked, so that a thread's end can be blamed on the data or on the schema. */
  checking: Int32Array
}

/** Threads that run organizations' schemas, started when first needed. */
export interface SchemaThreads {
  check(organizationId: string, task: SchemaTask): Promise<SchemaVerdict>
  /** Ends the threads and rejects waiting checks. */
  close(): Promise<void>
}

/** Limits of one check. */
export interface CheckLimits {
  /** Processor time, compiling included, in milliseconds. */
  ms: number
  /** Size of the thread's heap. A thread that needs more ends, and its check too. */
  megabytes: number
}

const LIMITS: CheckLimits = { ms: 250, megabytes: 96 }
/** Timeout of a check on a busy machine that does not give the thread its processor time, in milliseconds. */
const BUSY_TIMEOUT_MS = 20_000
/** A thread that does not report its processor time within this, in milliseconds, is busy inside V8. */
const CPU_USAGE_TIMEOUT_MS = 1_000

const ROLES: readonly Role[] = ['usual', 'slow']
/** While more threads than this are still ending, no new one is started. */
const MAXIMUM_ENDING_THREADS = 2
/** Maximum of remembered schemas that are too slow or too large to compile. They are not tried again. */
const REFUSED_SCHEMAS = 1_000

/**
 * Extra charge for replacing a thread in the middle of a check, in milliseconds. Replacing takes half of that in processor
 * time, but in one piece, which slows others more.
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
  /** Whether the thread has not finished a check yet. */
  unused: boolean
  /** Processor time as of the last message. */
  cpuMs: number
  checking: Int32Array
  running: { check: Check; startedAt: number; timer: NodeJS.Timeout } | null
}

/**
 * Each organization has one check under way at a time, organizations take turns, and those that had a slow check within the
 * last minute share one thread. So no organization waits for another one's slow checks. `msPerMinute`: processor time an
 * organization may use.
 */
export function createSchemaThreads(msPerMinute: number, limits: CheckLimits = LIMITS): SchemaThreads {
  const tooSlow = `takes too long to check: more than ${limits.ms} ms. Make the schema simpler`
  const budget = createCheckBudget(msPerMinute)
  /** Waiting checks by organization, in the order of the organizations' turns. */
  const waiting = new Map<string, Check[]>()
  const threads = new Set<Thread>()
  const ending = new Set<Promise<unknown>>()
  /** Problems of refused schemas, by digest. */
  const refusedSchemas = new Map<string, string>()
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

  /** An idle thread that may run the organization's checks. */
  function threadFor(organizationId: string): Thread | undefined {
    const free = [...threads].filter(({ ready, running }) => ready && !running)
    const slow = free.find(({ role }) => role === 'slow')
    return budget.isSlow(organizationId) ? slow : (free.find(({ role }) => role === 'usual') ?? slow)
  }

  function run(thread: Thread, check: Check): void {
    const timer = setTimeout(() => void enforceLimit(thread), limits.ms)
    thread.running = { check, startedAt: performance.now(), timer }
    thread.worker.postMessage(check.task)
  }

  /** Ends the thread if it has used the check's processor time. On a busy machine it may have used less, and goes on. */
  async function enforceLimit(thread: Thread): Promise<void> {
    const { running } = thread
    const usedMs = await processorTime(thread.worker)
    if (!running || thread.running !== running) return
    const leftMs = usedMs === null ? 0 : limits.ms - (usedMs - thread.cpuMs)
    if (leftMs <= 0) {
      replace(thread)
      finish(running.check, limitExceeded(thread, running.check, tooSlow), limits.ms + REPLACING_MS)
    } else if (performance.now() - running.startedAt > BUSY_TIMEOUT_MS) {
      replace(thread)
      finish(running.check, { kind: 'later', retryAfterSeconds: 1 }, limits.ms + REPLACING_MS)
    } else running.timer = setTimeout(() => void enforceLimit(thread), Math.max(leftMs, 10))
  }

  function finish({ organizationId, resolve }: Check, verdict: SchemaVerdict, usedMs: number): void {
    budget.spend(organizationId, usedMs)
    resolve(verdict)
    dispatch()
  }

  /** The verdict after a limit was exceeded. It blames the data if that was being checked; otherwise it refuses the schema. */
  function limitExceeded({ checking }: Thread, { task: { schema } }: Check, problem: string): SchemaVerdict {
    if (Atomics.load(checking, 0) === 1) return { kind: 'too-expensive', problem: `data ${problem}` }
    refusedSchemas.set(digest(schema), problem)
    if (refusedSchemas.size > REFUSED_SCHEMAS) refusedSchemas.delete(refusedSchemas.keys().next().value!)
    return { kind: 'unusable', problem: `it ${problem}` }
  }

  function startThread(): void {
    const role = ROLES.find((wanted) => ![...threads].some((thread) => thread.role === wanted))
    if (!role || ending.size > MAXIMUM_ENDING_THREADS) return
    const checking = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(new URL('./start-schema-thread.ts', import.meta.url), {
      name: 'schemas',
      workerData: { role, checking } satisfies ThreadData,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
    })
    worker.unref()
    const thread: Thread = { role, worker, ready: false, unused: true, cpuMs: 0, checking, running: null }
    threads.add(thread)
    worker.on('message', ({ verdict, cpuMs }: ThreadMessage) => {
      const usedMs = cpuMs - thread.cpuMs
      thread.cpuMs = cpuMs
      thread.ready = true
      if (!verdict || !thread.running) return dispatch()
      const { check, timer } = thread.running
      clearTimeout(timer)
      thread.running = null
      thread.unused = false
      finish(check, verdict, usedMs)
    })
    worker.on('error', (error) => handleError(thread, error))
  }

  /** The thread ran out of memory, or has a bug. */
  function handleError(thread: Thread, error: Error & { code?: string }): void {
    const { running, unused, ready } = thread
    end(thread)
    if (!running) {
      // If threads can't even start, waiting checks would never be answered.
      if (!ready) for (const queue of waiting.values()) for (const { reject } of queue) reject(error)
      if (!ready) waiting.clear()
      return
    }
    const { check } = running
    if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') {
      check.reject(error)
      dispatch()
    } else if (unused) finish(check, limitExceeded(thread, check, TOO_LARGE), limits.ms + REPLACING_MS)
    else {
      // Cached schemas of other organizations may have filled the memory, so the check is repeated in a new thread.
      const queue = waiting.get(check.organizationId) ?? []
      waiting.set(check.organizationId, [check, ...queue])
      dispatch()
    }
  }

  /** Starts the new thread at once, so that the next check need not wait for it. */
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
      const problem = refusedSchemas.size > 0 ? refusedSchemas.get(digest(task.schema)) : undefined
      if (problem !== undefined) return Promise.resolve({ kind: 'unusable', problem: `it ${problem}` })
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

/** Processor time since the thread began, in milliseconds; null if the thread does not answer. */
async function processorTime(worker: Worker): Promise<number | null> {
  const { promise: noAnswer, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(resolve, CPU_USAGE_TIMEOUT_MS, null)
  try {
    const usage = await Promise.race([worker.cpuUsage(), noAnswer])
    return usage && (usage.user + usage.system) / 1_000
  } catch {
    return null // it has just ended
  } finally {
    clearTimeout(timer)
  }
}
