import { inject } from 'vitest'
import { openHttpsReceiver, type Answer, type ReceivedRequest } from '../../src/receiver/https-receiver.ts'
import { createCertificates } from '../../src/receiver/certificates.ts'

export type { Answer, ReceivedRequest as Received } from '../../src/receiver/https-receiver.ts'

export interface TestReceiver extends AsyncDisposable {
  url: string
  received: ReceivedRequest[]
  close(): Promise<void>
}

/** A real HTTPS receiver under the test run's authority. `answer` is 200 unless given. */
export async function openReceiver(
  answer: (request: ReceivedRequest) => Answer | Promise<Answer> = () => ({ status: 200 }),
): Promise<TestReceiver> {
  const { localhost } = await createCertificates(inject('certificatesFolder'))
  const received: ReceivedRequest[] = []
  const receiver = await openHttpsReceiver({
    certificate: localhost,
    answer(request) {
      received.push(request)
      return answer(request)
    },
  })
  return { ...receiver, received, close: async () => receiver[Symbol.asyncDispose]() }
}
