import { Worker as Thread } from 'node:worker_threads'
import {
  ThreadedVMWorkflowCreator,
  WorkerThreadClient,
  type ThreadedVMWorkflowCreatorOptions,
} from '@temporalio/worker/lib/workflow/threaded-vm.js'

/**
 * Workflow code answers within a millisecond of processor time; what takes as long as this loops. Not wall time: on a
 * machine with more to do than it can, a healthy thread may wait this long for its turn.
 */
const PATIENCE_MS = 10_000

/** How often a thread is looked at, in milliseconds. */
const LOOK_MS = 1_000

type Request = Parameters<WorkerThreadClient['send']>[0]
type Answer = Awaited<ReturnType<WorkerThreadClient['send']>>

/** A thread that runs workflow code, and the eye on it. `onLoop` gets the request it does not come back from. */
class WatchedThread extends WorkerThreadClient {
  readonly #onLoop: (request: Request) => void
  /** Requests without an answer, in the order they were sent, which is the order the thread works in. */
  readonly #waiting = new Set<Request>()
  /** Answers so far: a thread that has answered since the last look does not loop, however much it has to do. */
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
    // What workflow code logged, asked for after each step. Ours logs nothing, and asking costs as much as a step.
    if (request.type === 'extract-sink-calls') return { type: 'sink-calls', calls: [] }
    // Loading the bundle takes seconds, and runs no workflow.
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
    let asked = false
    /** The thread's processor time when it was first seen working on what it still works on, and which answer that is. */
    let since: { answers: number; cpuMs: number } | null = null
    const look = async () => {
      const [request] = this.#waiting
      if (!request || asked) return
      const answers = this.#answers
      asked = true
      // A thread in a loop answers this all the same; one that gets no turn answers later, and one that ends never.
      const cpuMs = await this.workerThread.cpuUsage().then(
        ({ user, system }) => (user + system) / 1_000,
        () => null,
      )
      asked = false
      if (cpuMs === null || answers !== this.#answers) since = null
      else if (since?.answers !== answers) since = { answers, cpuMs }
      else if (cpuMs - since.cpuMs >= PATIENCE_MS) this.#onLoop(request)
    }
    const timer = setInterval(() => void look(), LOOK_MS).unref()
    this.workerThread.once('exit', () => clearInterval(timer))
  }
}

/**
 * Makes every worker of this process run its workflows in threads without the SDK's limit for each call, which costs
 * more than all the rest of a workflow. Instead `onLoop` is called, with what is known of the workflow, when workflow
 * code has used 10 s of its thread's processor time without coming back: nothing but the end of the process can stop it.
 *
 * Replaces a function inside the SDK, because the SDK has no option for it; the SDK's version is pinned, and
 * test/worker tells when it changes.
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
