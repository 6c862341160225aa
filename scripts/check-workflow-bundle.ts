import { bundleWorkflowCode } from '@temporalio/worker'

/** Fails when the workflow code can't be bundled: it imported something that can't run in Temporal's sandbox. */
const silent = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} }
const { code } = await bundleWorkflowCode({
  workflowsPath: new URL('../workflows/index.ts', import.meta.url).pathname,
  logger: silent,
})
console.log(`The workflow bundle builds: ${Math.round(code.length / 1024)} KiB.`)
