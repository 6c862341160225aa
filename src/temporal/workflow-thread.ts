/**
 * Entry point of a workflow thread: disables two features of the SDK that cost more than our workflow itself, then loads
 * the SDK's thread. docs/decisions/0009 says what is lost by that.
 */
import vm from 'node:vm'
import { GlobalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js'

// Disables the timeout of each call into workflow code: Node starts an operating system thread for it, which costs a
// hundred times the call, about ten times in a delivery. workflow-threads.ts detects loops from outside instead.
const { runInContext } = vm.Script.prototype
vm.Script.prototype.runInContext = function (context, options = {}) {
  const { timeout: _, ...unlimited } = options
  return runInContext.call(this, context, unlimited) as unknown
}

// Disables the stack trace of every promise, for Temporal UI's "Call Stack": it takes a third of the remaining time.
Object.assign(GlobalHandlers.prototype, { setPromiseHook() {} })

await import('@temporalio/worker/lib/workflow/workflow-worker-thread.js')
