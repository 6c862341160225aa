import { expect, inject, test } from 'vitest'
import { runDemo } from '../../demo/run-demo.ts'
import { createCertificates } from '../../src/receiver/certificates.ts'
import { openTestApp } from '../support/app.ts'

test('the demo delivers, retries, verifies and counts without a fault', async () => {
  await using app = await openTestApp()
  const operator = await app.operator()
  const { localhost } = await createCertificates(inject('certificatesFolder'))
  const lines: string[] = []
  const { published, recognized, counts, faults } = await runDemo({
    port: operator.port,
    operatorKey: operator.apiKey,
    certificate: localhost,
    print: (line) => lines.push(line),
    limit: 12,
    deadlineMs: 90_000,
  })

  expect(faults).toEqual([])
  expect(published).toBe(12 + 4 + 5)
  expect(recognized).toBe(published)
  expect(counts).toMatchObject({ lost: 0, delivered: counts.expected, verified: counts.requests })
  expect(counts.retried).toBeGreaterThan(0)
  expect(lines.filter((line) => line.includes('The next attempt was set for'))).toHaveLength(counts.retried)
}, 150_000)
