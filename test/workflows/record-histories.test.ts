import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'
import { historyToJson, readHistory } from './read-history.ts'
import { playShape, SHAPES } from './shapes.ts'

/**
 * `npm run histories` plays each shape and keeps its history. Do it when a shape is added, and keep the old file beside
 * the new one when the workflow changes: deliveries that began with the old code go on with the new.
 */
describe.runIf(process.env['RECORD_HISTORIES'])('recording', () => {
  let app: TestApp
  let temporal: TestTemporal
  beforeAll(async () => {
    app = await openTestApp()
    temporal = await openTemporal(app)
  })
  afterAll(async () => {
    await temporal[Symbol.asyncDispose]()
    await app[Symbol.asyncDispose]()
  })

  test.concurrent.each(Object.keys(SHAPES))('%s', async (name) => {
    const { id, secret } = await playShape(app, temporal, name)
    const history = await temporal.client.workflow.getHandle(id).fetchHistory()
    const json = historyToJson(history)
    expect(readHistory(json).text).not.toContain(secret)
    writeFileSync(new URL(`histories/${name}.json`, import.meta.url), `${json}\n`)
  })
})
