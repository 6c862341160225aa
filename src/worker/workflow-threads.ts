import { Worker as Thread } from 'node:worker_threads'
import {
  ThreadedVMWorkflowCreator,
  WorkerThreadClient,
  type ThreadedVMWorkflowCreatorOptions,
} from '@temporalio/worker/lib/workflow/threaded-vm.js'

/** Workflow code answers within a millisecond; what takes as long as this loops. */
const PATIENCE_MS = 10_000

type Request = Parameters<WorkerThreadClient['send']>[0]
type Answer = Awaited<ReturnType<WorkerThreadClient['send']>>

/** A thread that runs workflow code, and the eye on it. `onLoop` gets the request it does not come back from. */
class WatchedThread extends WorkerThreadClient {
  readonly #onLoop: (request: Request) => void

  constructor(
    { logger, patchActivationCallback }: ThreadedVMWorkflowCreatorOptions,
    onLoop: (request: Request) => void,
  ) {
    super(new Thread(new URL('workflow-thread.ts', import.meta.url)), logger, patchActivationCallback)
    this.#onLoop = onLoop
  }

  override async send(request: Request): Promise<Answer> {
    // What workflow code logged, asked for after each step. Ours logs nothing, and asking costs as much as a step.
    if (request.type === 'extract-sink-calls') return { type: 'sink-calls', calls: [] }
    // In two halves: when the whole process was stopped for a while, the first one is over before any answer is read.
    let timer = setTimeout(() => {
      timer = setTimeout(() => this.#onLoop(request), PATIENCE_MS / 2)
    }, PATIENCE_MS / 2)
    try {
      return await super.send(request)
    } finally {
      clearTimeout(timer)
    }
  }
}

/**
 * Makes every worker of this process run its workflows in threads without the SDK's limit for each call, which costs
 * more than all the rest of a workflow. Instead `onLoop` is called, with what is known of the workflow, when workflow
 * code has not come back for 10 s: nothing but the end of the process can stop it then.
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
