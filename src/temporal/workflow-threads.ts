import { Worker as Thread } from 'node:worker_threads'
import {
  ThreadedVMWorkflowCreator,
  WorkerThreadClient,
  type ThreadedVMWorkflowCreatorOptions,
} from '@temporalio/worker/lib/workflow/threaded-vm.js'

/**
 * A request that uses this much processor time is a loop; normal ones take less than a millisecond. Not wall time: on an
 * overloaded machine a healthy thread may wait this long for the processor.
 */
const CPU_LIMIT_MS = 10_000

/** How often a thread is checked, in milliseconds. */
const CHECK_INTERVAL_MS = 1_000

type Request = Parameters<WorkerThreadClient['send']>[0]
type Answer = Awaited<ReturnType<WorkerThreadClient['send']>>

/** A thread that runs workflow code and is checked for loops. `onLoop` gets the request that loops. */
class WatchedThread extends WorkerThreadClient {
  readonly #onLoop: (request: Request) => void
  /** Requests without an answer, in the order they were sent, which is the order the thread works in. */
  readonly #waiting = new Set<Request>()
  /** Number of answers so far: a thread that has answered since the last check does not loop, however busy it is. */
  #answers = 0

  constructor(
    { logger, patchActivationCallback }: ThreadedVMWorkflowCreatorOptions,
    onLoop: (request: Request) => void,
  ) {
    super(new Thread(new URL('workflow-thread.ts', import.meta.url)), logger, patchActivationCallback)
    this.#onLoop = onLoop
    this.#watch()
  }

  override async send(request: Request): Promise<Answer> {
    // The SDK asks for the workflow's log calls after each step. Our workflows log nothing, and asking costs as much as a
    // step, so this answers at once.
    if (request.type === 'extract-sink-calls') return { type: 'sink-calls', calls: [] }
    // Not watched: loading the bundle takes seconds, and runs no workflow.
    if (request.type === 'init') return super.send(request)
    this.#waiting.add(request)
    try {
      return await super.send(request)
    } finally {
      this.#waiting.delete(request)
      this.#answers += 1
    }
  }

  #watch(): void {
    let checking = false
    /** The thread's processor time when the current request was first seen, and the number of answers at that time. */
    let since: { answers: number; cpuMs: number } | null = null
    const check = async () => {
      const [request] = this.#waiting
      if (!request || checking) return
      const answers = this.#answers
      checking = true
      // A thread in a loop can answer this. A thread that waits for the processor answers later, an ending one never.
      const cpuMs = await this.workerThread.cpuUsage().then(
        ({ user, system }) => (user + system) / 1_000,
        () => null,
      )
      checking = false
      if (cpuMs === null || answers !== this.#answers) since = null
      else if (since?.answers !== answers) since = { answers, cpuMs }
      else if (cpuMs - since.cpuMs >= CPU_LIMIT_MS) this.#onLoop(request)
    }
    const timer = setInterval(() => void check(), CHECK_INTERVAL_MS).unref()
    this.workerThread.once('exit', () => clearInterval(timer))
  }
}

/**
 * Makes every worker of this process run its workflows in threads without the SDK's timeout for each call, which costs
 * more than all the rest of a workflow. Instead, when one call has used 10 s of its thread's processor time, this calls
 * `onLoop` with the workflow's ids. Only the end of the process can stop such a loop.
 *
 * Replaces a function inside the SDK, because the SDK has no option for it. The SDK's version is pinned, and
 * test/temporal fails if a new version changes the function.
 */
export function watchWorkflowThreads(onLoop: (workflow: object) => void): void {
  ThreadedVMWorkflowCreator.create = async (options) => {
    const {
      threadPoolSize,
      workflowBundle,
      isolateExecutionTimeoutMs,
      reuseV8Context,
      registeredActivityNames,
    } = options
    const threads = Array.from(
      { length: threadPoolSize },
      () => new WatchedThread(options, (request) => onLoop(describe(request))),
    )
    await Promise.all(
      threads.map((thread) =>
        thread.send({
          type: 'init',
          workflowBundle,
          isolateExecutionTimeoutMs,
          reuseV8Context,
          registeredActivityNames,
          hasPatchActivationCallback: options.patchActivationCallback !== undefined,
        }),
      ),
    )
    return new ThreadedVMWorkflowCreator(threads)
  }
}

function describe(request: Request): object {
  if (request.type === 'create-workflow') {
    const { workflowType, workflowId, runId } = request.options.info
    return { workflowType, workflowId, runId }
  }
  return 'runId' in request ? { request: request.type, runId: request.runId } : { request: request.type }
}
