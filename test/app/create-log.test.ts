import { hostname } from 'node:os'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLog } from '../../src/app/create-log.ts'

function openLog() {
  const lines: any[] = []
  const log = createLog({ LOG_LEVEL: 'info' }, 'worker', { write: (line) => lines.push(JSON.parse(line)) })
  return { log, lines }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('each line says when, how bad, and which process of which version', () => {
  vi.setSystemTime('2026-11-28T10:00:00.123Z')
  const { log, lines } = openLog()
  log.info({ port: 4000 }, 'The API listens.')
  expect(lines).toEqual([
    {
      level: 'info',
      time: '2026-11-28T10:00:00.123Z',
      role: 'worker',
      host: hostname(),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      port: 4000,
      msg: 'The API listens.',
    },
  ])
})

test('what is down is said once, then seldom, with how often it was left out', () => {
  const { log, lines } = openLog()
  // Once a second for an hour.
  for (let second = 0; second < 3_600; second += 1) {
    log.warn({ err: new Error('away') }, 'Postgres is away.')
    vi.advanceTimersByTime(1_000)
  }
  // After 10, 30, 70, 150, 310, 630 s, and then each ten minutes.
  expect(lines.length).toBe(11)
  expect(lines.map(({ leftOut = 0 }) => leftOut).slice(0, 4)).toEqual([0, 9, 19, 39])
  // It was well for an hour, and is down again.
  vi.advanceTimersByTime(3_600_000)
  log.warn({ err: new Error('away') }, 'Postgres is away.')
  log.warn({ err: new Error('away') }, 'Postgres is away.')
  expect(lines).toHaveLength(12)
})

test('another warning, an error, and a warning about no error are said each time', () => {
  const { log, lines } = openLog()
  for (let time = 0; time < 3; time += 1) {
    log.warn({ err: new Error('away') }, `Warning ${time}.`)
    log.error({ err: new Error('away') }, 'An error.')
    log.warn({ webhooks: ['wh_1'] }, 'Webhooks were disabled.')
  }
  expect(lines).toHaveLength(9)
})
