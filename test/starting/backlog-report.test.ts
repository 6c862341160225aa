import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBacklogReport } from '../../src/starting/backlog-report.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function open() {
  const tell = vi.fn<(backlogs: string[]) => void>()
  const report = createBacklogReport('w', tell)
  return { report, tell, said: () => tell.mock.calls.at(-1)?.[0] }
}

test('says nothing while nothing is late', () => {
  const { report, tell } = open()
  report.started('a')
  vi.advanceTimersByTime(2_000)
  expect(tell).not.toHaveBeenCalled()
  report.close()
})

test('says four times a second how late an organization is, and how many of its deliveries were started', () => {
  const { report, tell, said } = open()
  for (const organization of ['a', 'a', 'b', 'a']) report.started(organization)
  report.late({ a: 1_500.4 })
  vi.advanceTimersByTime(250)
  expect(said()).toEqual(['w/a/1500/3'])
  vi.advanceTimersByTime(500)
  expect(tell).toHaveBeenCalledTimes(3)
  vi.advanceTimersByTime(2_000) // it was not late again
  expect(tell).toHaveBeenCalledTimes(3)
  report.close()
})

test('says nothing while nothing can be started', () => {
  const { report, tell } = open()
  report.late({ a: 60_000 })
  vi.advanceTimersByTime(1_000)
  expect(tell).not.toHaveBeenCalled()
  report.close()
})
