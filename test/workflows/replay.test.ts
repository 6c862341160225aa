import { readdirSync, readFileSync } from 'node:fs'
import { Worker } from '@temporalio/worker'
import { describe, expect, test } from 'vitest'
import { historyFromJson, readHistory } from './read-history.ts'
import { MARKER, SHAPES } from './shapes.ts'

const folder = new URL('histories/', import.meta.url)
const workflowsPath = new URL('../../workflows/index.ts', import.meta.url).pathname
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''))
const read = (name: string) => readFileSync(new URL(`${name}.json`, folder), 'utf8')

test('there is a history of each shape', () => {
  expect(names).toEqual(expect.arrayContaining(Object.keys(SHAPES)))
})

test('the workflow does today what it did in each history', async () => {
  const histories = names.map((name) => ({
    workflowId: /(wd|rp|org)_\w{26}/.exec(readHistory(read(name)).text)?.[0] ?? name,
    history: historyFromJson(read(name)),
  }))
  const errors: unknown[] = []
  let count = 0
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowsPath }, histories)) {
    count += 1
    if (error)
      errors.push({ name: names[histories.findIndex((history) => history.workflowId === workflowId)], error })
  }
  expect(errors).toEqual([])
  expect(count).toBe(names.length)
})

describe('no history has a payload, a secret or a URL in it', () => {
  const ALLOWED = [
    ...[
      'deliveryId',
      'replayId',
      'changed',
      'active',
      'counting',
      'run',
      'trigger',
      'isRetry',
      'retryPolicy',
      'timeoutMs',
      'elapsedMs',
      'status',
      'decision',
      'resume',
    ],
    ...[
      'kind',
      'message',
      'delayMs',
      'initialMs',
      'factor',
      'maximumMs',
      'jitter',
      'maximumRetries',
      'delaysMs',
    ],
  ]
  // What Temporal's local activity markers say of themselves.
  const MARKERS = [
    'seq',
    'attempt',
    'activity_id',
    'activity_type',
    'complete_time',
    'backoff',
    'original_schedule_time',
    // And those of a patch.
    'id',
    'deprecated',
  ]
  test.each(names)('%s', (name) => {
    const { text, fields } = readHistory(read(name))
    expect(
      [...fields].filter((field) => ![...ALLOWED, ...MARKERS, 'seconds', 'nanos'].includes(field)),
    ).toEqual([])
    for (const word of [MARKER, 'whsec_', 'whsk_', 'https://', 'hello', '@example'])
      expect(text).not.toContain(word)
  })
})
