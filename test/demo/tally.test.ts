import { expect, test } from 'vitest'
import type { CheckedRequest } from '../../demo/receiver.ts'
import { faultsOf, tally, type ExpectedDelivery } from '../../demo/tally.ts'

const TEXT = '{ "b": 1.0, "a": "\\u00e9" }'
const delivery = (number: number): ExpectedDelivery => ({
  path: '/hooks',
  identity: `evt_${number}`,
  deliveryId: `wd_${number}`,
  text: TEXT,
})
const request = (number: number, rest: Partial<CheckedRequest> = {}): CheckedRequest => ({
  path: '/hooks',
  identity: `evt_${number}`,
  verified: true,
  body: `{"type":"a.b","data":${TEXT}}`,
  statusCode: 200,
  ...rest,
})
const attempt = (number: number) => ({ deliveryId: `wd_${number}`, outcome: 'SUCCEEDED', statusCode: 200 })

const cases: [name: string, requests: CheckedRequest[], attempts: number[], fault: string | null][] = [
  ['everything arrived', [request(1), request(2)], [1, 2], null],
  ['one failed first', [request(1, { statusCode: 500 }), request(1), request(2)], [1, 1, 2], null],
  ['one arrived twice', [request(1), request(1), request(2)], [1, 1, 2], null],
  ['one never arrived', [request(1)], [1], '1 deliveries have not arrived.'],
  [
    'one never succeeded',
    [request(1), request(2, { statusCode: 500 })],
    [1, 2],
    '1 deliveries have not arrived.',
  ],
  [
    'a bad signature',
    [request(1), request(2, { verified: false })],
    [1, 2],
    '1 requests had a bad signature.',
  ],
  [
    'other bytes of the same meaning',
    [request(1), request(2, { body: '{"type":"a.b","data":{"b":1,"a":"é"}}' })],
    [1, 2],
    '1 requests had other data than was published.',
  ],
  [
    'the published bytes in a wrong place',
    [request(1), request(2, { body: `{"type":"a.b","x":{"data":${TEXT}},"data":{}}` })],
    [1, 2],
    '1 requests had other data than was published.',
  ],
  [
    'an attempt missing in the log',
    [request(1), request(2)],
    [1],
    'The log has 1 attempts, 1 with an answer; the receivers saw 2 requests.',
  ],
]

test.each(cases)('tally: %s', (_name, requests, attempts, fault) => {
  const counts = tally([delivery(1), delivery(2)], requests, attempts.map(attempt))
  expect(faultsOf(counts)).toEqual(fault === null ? [] : [fault])
})

test('tally counts what was retried and what came twice', () => {
  const requests = [request(1, { statusCode: 500 }), request(1), request(2), request(2)]
  const counts = tally([delivery(1), delivery(2)], requests, [1, 1, 2, 2].map(attempt))
  expect(counts).toMatchObject({
    expected: 2,
    delivered: 2,
    retried: 2,
    duplicates: 1,
    lost: 0,
    bytesEqual: 4,
  })
})

test('tally allows attempts that timed out before their request got through', () => {
  const timedOut = { deliveryId: 'wd_1', outcome: 'FAILED', statusCode: null }
  expect(faultsOf(tally([delivery(1)], [request(1)], [timedOut, attempt(1)]))).toEqual([])
})

test('tally sees an answer in the log that no receiver gave', () => {
  expect(faultsOf(tally([delivery(1)], [request(1)], [attempt(1), attempt(1)]))).toHaveLength(1)
})

test('tally sees requests for something that was never published', () => {
  const counts = tally([delivery(1)], [request(1), request(3)], [1, 3].map(attempt))
  expect(faultsOf(counts)).toContain('1 requests belong to nothing that was published.')
})
