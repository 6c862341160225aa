import { expect, test } from 'vitest'
import { createLog } from '../../src/app/create-log.ts'
import { readableLines } from '../../src/app/readable-lines.ts'

function say(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(
    createLog(
      { LOG_LEVEL: 'info' },
      'start',
      readableLines((line) => lines.push(line)),
    ),
  )
  return lines.join('\n').replace(/^\d\d:\d\d:\d\d\.\d{3}/, 'TIME')
}

test('an attempt is one line with what was decided', () => {
  const attempt = {
    eventType: 'lead.created',
    webhookId: 'wh_1',
    number: 2,
    statusCode: 503,
    totalMs: 19.02,
    decision: 'The next attempt was set for 2026-11-26T12:00:08Z.',
  }
  expect(say((log) => log.info(attempt, 'attempt'))).toBe(
    'TIME  lead.created to wh_1  attempt 2  503  19 ms  The next attempt was set for 2026-11-26T12:00:08Z.',
  )
})

test('an attempt without an answer shows its error instead of a code', () => {
  const attempt = {
    eventType: 'a.b',
    webhookId: 'wh_1',
    number: 1,
    error: 'CONNECTION_REFUSED',
    totalMs: 1,
    decision: 'x',
  }
  expect(say((log) => log.info(attempt, 'attempt'))).toContain('CONNECTION_REFUSED')
})

test('a warning has its level, its error and its fields', () => {
  const warning = { err: new Error('no route'), deliveryId: 'wd_1' }
  expect(say((log) => log.warn(warning, 'Trying again.'))).toBe(
    'TIME  WARN  Trying again. no route {"deliveryId":"wd_1"}',
  )
})
