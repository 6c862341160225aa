import { afterAll, beforeAll, expect, test } from 'vitest'
import { patternsOf } from '../../src/events/event-type-patterns.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { rows } from '../support/sql.ts'

let app: TestApp
beforeAll(async () => void (app = await openTestApp({ apis: 0, workers: 0 })))
afterAll(() => app[Symbol.asyncDispose]())

test.each([
  ['invoice', ['invoice', '*']],
  ['invoice.paid', ['invoice.paid', '*', 'invoice.*']],
  ['invoice.paid-late.again', ['invoice.paid-late.again', '*', 'invoice.*', 'invoice.paid-late.*']],
])(
  'webhooks get %s that ask for any of these, in publishing and in replays of what was missed',
  async (type, asked) => {
    expect(patternsOf(type)).toEqual(asked)
    expect(await rows(app, `select event_type_patterns(?) as asked`, [type])).toEqual([{ asked }])
  },
)
