import { expect, test } from 'vitest'
import { eventsOfPage } from '../../src/replay/count-page.ts'

test.each([
  [0, 2_000],
  [1, 2_000],
  [50, 40],
  [1_000, 10],
])('missed by %i webhooks, %i events are a page', (webhooks, events) => {
  const missedWebhookIds = Array.from({ length: webhooks }, (_, index) => `wh_${index}`)
  expect(eventsOfPage({ missedWebhookIds }, 2_000)).toBe(events)
})
