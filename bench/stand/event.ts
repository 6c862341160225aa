/** The event every scenario publishes. */
export const EVENT_TYPE = 'bench.happened'

/** Data of a usual size, about 400 bytes, with a number by which the receiver knows it. */
export function eventData(number: number): object {
  return {
    number,
    id: `object_${number}`,
    title: 'Quarterly report',
    url: 'https://example.com/acme/posts/quarterly-report',
    content: '<p>Revenue is up by a fifth, and the team has grown by three.</p>'.repeat(3),
    author: { id: 'user_8f2c', name: 'Ada Lovelace', type: 'member' },
  }
}
