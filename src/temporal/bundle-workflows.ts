import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker'

/** Bundles a file that exports workflows into the one script that workflow threads run. Takes seconds. */
export function bundleWorkflows(file: URL): Promise<WorkflowBundle> {
  const quiet = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} }
  return bundleWorkflowCode({ workflowsPath: fileURLToPath(file), logger: quiet })
}
