import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { get, openObserved } from '../support/observed-process.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

/** Not ready within this time of the end of what a process needs, and ready again within that, in milliseconds. */
const [GONE_MS, BACK_MS] = [2_000, 5_000]

/** How long it takes until `condition`, in milliseconds. */
async function untilSo(condition: () => Promise<boolean>, what: string): Promise<number> {
  const from = performance.now()
  await eventually(condition, { describe: () => what })
  return performance.now() - from
}

const ready = async (port: number) => {
  const { status, body } = await get(port, '/ready')
  const { problems = [] } = JSON.parse(body)
  return { status, needs: problems.map(({ need }: { need: string }) => need) as string[] }
}

describe.each([
  ['api', ['postgres']],
  ['worker', ['postgres', 'temporal']],
] as const)('%s', (command, needs) => {
  test('is ready while what it needs is there, and live all the time', async () => {
    await using opened = await openObserved(app, command)
    const { port } = opened
    await eventually(async () => (await ready(port)).status === 200)
    for (const need of needs)
      for (const state of ['refuse', 'hang'] as const) {
        const took: [goneMs: number, backMs: number][] = []
        // As isEverWithin: a busy machine is late now and then.
        const isPrompt = () => took.some(([goneMs, backMs]) => goneMs < GONE_MS && backMs < BACK_MS)
        while (!isPrompt() && took.length < 5) {
          await opened[need].become(state)
          const isMissed = async () => (await ready(port)).needs.includes(need)
          const goneMs = await untilSo(isMissed, `${need} (${state}) is missed`)
          expect((await get(port, '/ready')).body).toMatch(/"message":".*answer/)
          expect((await get(port, '/live')).status).toBe(200)
          expect((await get(port, '/metrics')).status).toBe(200)
          await opened[need].become('pass')
          const isBack = async () => (await ready(port)).status === 200
          took.push([goneMs, await untilSo(isBack, `${need} (${state}) is back`)])
        }
        expect(isPrompt(), `${need} (${state}): ${took.join('; ')}`).toBe(true)
      }
    await opened.process.kill('SIGTERM')
  })

  test('has nothing else at its port', async () => {
    await using opened = await openObserved(app, command)
    for (const path of ['/', '/graphql', '/healthz', '/metrics/x', '/readyz'])
      expect(await get(opened.port, path)).toMatchObject({
        status: 404,
        type: expect.stringContaining('json'),
      })
  })
})
