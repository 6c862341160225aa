import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { expect, inject, onTestFinished, test } from 'vitest'

const WORKER = fileURLToPath(new URL('fixtures/looping-worker.ts', import.meta.url))

async function startWorker() {
  const taskQueue = `loops-${crypto.randomUUID()}`
  const connection = await Connection.connect({ address: inject('temporalAddress') })
  onTestFinished(() => connection.close())
  const { workflow } = new Client({ connection })
  const child = spawn(process.execPath, [WORKER], {
    env: { ...process.env, TEMPORAL_ADDRESS: inject('temporalAddress'), TASK_QUEUE: taskQueue },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  return { workflow, taskQueue, child, output: () => output }
}

test('workflow code that loops ends its worker, with its name in the log; the SDK alone would try for ever', async () => {
  const { workflow, taskQueue, child, output } = await startWorker()
  const start = (workflowId: string, loops: boolean) =>
    workflow.start('answer', { workflowId, taskQueue, args: [loops] })
  expect(await (await start(`${taskQueue}-good`, false)).result()).toBe('answered')
  // Not `exit`, which may come before all of its output.
  const closed = once(child, 'close')
  const bad = await start(`${taskQueue}-bad`, true)
  onTestFinished(() => bad.terminate().then(() => {}))

  const [code] = (await closed) as [number | null]
  expect(code).toBe(1)
  const last = JSON.parse(output().trim().split('\n').at(-1)!) as {
    level: number
    msg: string
    workflow: object
  }
  expect(last).toMatchObject({ level: 60, msg: expect.stringContaining('has not come back for 10 s') })
  expect(last.workflow).toMatchObject({ runId: bad.firstExecutionRunId })
})

test('a thread that gets no turn for longer than that is left alone', async () => {
  const { workflow, taskQueue, child } = await startWorker()
  const start = (type: string, id: string, ...args: unknown[]) =>
    // The server waits as long, so that the step is taken once.
    workflow.start(type, {
      workflowId: `${taskQueue}-${id}`,
      taskQueue,
      args,
      workflowTaskTimeout: '1 minute',
    })
  const late = await start('answerLate', 'late', 14_000)
  const behind = await start('answer', 'behind', false)
  expect(await late.result()).toBe('answered late')
  expect(await behind.result()).toBe('answered')
  expect(child.exitCode).toBeNull()
})
