import { describe, expect, it } from 'vitest'
import { DELIVERY_WINDOW_MS } from '../../workflows/contract.ts'
import type { RetryPolicy } from '../../src/dialects/retry-policy.ts'
import { loadDialects } from '../../src/dialects/registry.ts'
import { loadTables } from './table.ts'

const dialects = await loadDialects()

/** The delays of a policy without jitter, in seconds: at most `limit` of them. */
function delaysS(policy: RetryPolicy, limit: number): number[] {
  if (policy.kind === 'schedule') return policy.delaysMs.map((delay) => delay / 1000)
  const count = Math.min(limit, policy.maximumRetries ?? limit)
  return Array.from(
    { length: count },
    (_, n) => Math.min(policy.initialMs * policy.factor ** n, policy.maximumMs) / 1000,
  )
}

/** Every string in a value. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : []
}

describe.each(await loadTables())('rules of $name', (table) => {
  const dialect = dialects.get(table.name)!
  const { retryPolicy } = dialect

  it('retries after the documented delays', () => {
    expect(delaysS(retryPolicy, table.retriesS.length + 1)).toEqual(
      table.more ? [...table.retriesS, table.retriesS.at(-1)] : table.retriesS,
    )
    expect(retryPolicy.jitter).toBe(0.2)
  })

  it.runIf(!table.more)(
    'makes its last attempt inside the window, with the longest jitter and time-outs',
    () => {
      const longest = table.retriesS.reduce((sum, delay) => sum + delay * 1000 * (1 + retryPolicy.jitter), 0)
      const attempts = (table.retriesS.length + 1) * dialect.timeoutMs
      expect(longest + attempts).toBeLessThan(DELIVERY_WINDOW_MS)
    },
  )

  it.runIf(table.more)('fills the window: no retry is later than a tenth of it', () => {
    const longest = table.retriesS.at(-1)! * 1000 * (1 + retryPolicy.jitter)
    expect(longest).toBeLessThanOrEqual(DELIVERY_WINDOW_MS / 10)
  })

  it('has the documented time-out, plan and names', () => {
    expect(dialect).toMatchObject({ timeoutMs: table.timeoutMs, plans: table.plans, name: table.name })
    expect(dialect.userAgent).toBe(table.userAgent)
  })

  it("speaks the reference's words, and leaves none empty", () => {
    const words = strings(dialect.words)
    expect(words).toEqual(expect.arrayContaining(table.says))
    for (const word of words) expect(word.trim()).toMatch(/./)
  })

  it('offers all channels exactly where none is required', () => {
    expect(dialect.words.allChannels === null).toBe(dialect.channel.required)
    expect(dialect.words.fields.channel.label).toBe(dialect.channel.noun)
  })
})
