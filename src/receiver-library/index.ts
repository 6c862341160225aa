/** What a receiver of webhooks needs: `import { verify } from 'durahook/receiver'`. */
export { verify, verifySignature, type RawBody, type VerifiedEvent, type VerifyOptions } from './verify.ts'
export { RequestRefused, type RefusalReason } from './refusal.ts'
export { receive, type ReceiverAnswer, type ReceiverOptions } from './receive.ts'
export { seenInMemory, type Seen, type SeenEvents } from './seen.ts'
export { fetchReceiver } from './adapters/fetch.ts'
export { expressReceiver } from './adapters/express.ts'
export { fastifyReceiver } from './adapters/fastify.ts'
export type { RequestHeaders } from './headers.ts'
