import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker'

/** Makes the one script a workflow thread runs, from a file that exports workflows. Takes seconds. */
export function bundleWorkflows(file: URL): Promise<WorkflowBundle> {
  const quiet = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} }
  return bundleWorkflowCode({ workflowsPath: fileURLToPath(file), logger: quiet })
}
