/**
 * Where a workflow thread begins: takes off what costs more than our workflow itself, then becomes the SDK's thread.
 * What that gives up is in docs/decisions/0009.
 */
import vm from 'node:vm'
import { GlobalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js'

// The time limit of each call into workflow code: Node keeps it by starting an operating system thread, a hundred times
// the cost of the call, and there are about ten calls in a delivery. workflow-threads.ts watches from outside instead.
const { runInContext } = vm.Script.prototype
vm.Script.prototype.runInContext = function (context, options = {}) {
  const { timeout: _, ...unlimited } = options
  return runInContext.call(this, context, unlimited) as unknown
}

// A stack trace of every promise, for Temporal UI's "Call Stack": a third of what remains.
Object.assign(GlobalHandlers.prototype, { setPromiseHook() {} })

await import('@temporalio/worker/lib/workflow/workflow-worker-thread.js')
