/**
 * Where a workflow thread begins: takes the time limit off each call into workflow code, then becomes the SDK's thread.
 *
 * Node keeps a `timeout` by starting an operating system thread for each call. That costs a hundred times what
 * our workflow does in the call, and there are about ten calls in a delivery (docs/decisions/0009). Workflow code
 * that loops is noticed from outside instead, by workflow-threads.ts.
 */
import vm from 'node:vm'

const { runInContext } = vm.Script.prototype

vm.Script.prototype.runInContext = function (context, options = {}) {
  const { timeout: _, ...unlimited } = options
  return runInContext.call(this, context, unlimited) as unknown
}

await import('@temporalio/worker/lib/workflow/workflow-worker-thread.js')
