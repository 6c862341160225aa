import type { DemoResult } from './run-demo.ts'

/** The counts at the end, one a line. */
export function describeResult(
  { published, recognized, counts, faults }: DemoResult,
  elapsedMs: number,
): string {
  const { expected, delivered, retried, requests, verified, bytesEqual, lost, duplicates, logged, answered } =
    counts
  const line = (name: string, count: number, note: string) =>
    `  ${name.padEnd(12)} ${String(count).padStart(6)}   ${note}`
  return [
    '',
    line('published', published, 'events, in batches'),
    line('recognized', recognized, 'when all were published again with the same idempotency keys'),
    line('deliveries', expected, 'events x webhooks that asked for them'),
    line('delivered', delivered, 'answered with 200'),
    line('retried', retried, 'failed first (500) and arrived later'),
    line('requests', requests, 'at the receivers, over TLS'),
    line('logged', logged, `attempts in the live log, ${answered} with an answer`),
    line('verified', verified, 'requests with a good signature, by libraries that are not ours'),
    line('bytes equal', bytesEqual, 'requests whose data has the published bytes'),
    line('lost', lost, 'deliveries that have not arrived'),
    line('duplicates', duplicates, 'requests after a delivery had been answered with 200'),
    '',
    ...faults.map((fault) => `WRONG: ${fault}`),
    `${faults.length === 0 ? 'All is well' : 'Something is wrong'} after ${(elapsedMs / 1000).toFixed(1)} s.`,
  ].join('\n')
}
