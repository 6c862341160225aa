import crypto from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Webhook } from 'standardwebhooks'
import Stripe from 'stripe'

/** Whether a request's signature is good for the secret its receiver was given. */
export type Verify = (secret: string, headers: IncomingHttpHeaders, body: Buffer) => boolean

/** Receivers' own code, one for each dialect; nothing here is durahook's. */
export const verifiers: Record<string, Verify> = {
  /** The reference library of Standard Webhooks. */
  standard: (secret, headers, body) =>
    succeeds(() => new Webhook(secret).verify(body, headers as Record<string, string>)),

  /** Campsite's header is Stripe's scheme, so Stripe's verifier reads it. */
  campsite: (secret, headers, body) =>
    succeeds(() => Stripe.webhooks.constructEvent(body, String(headers['x-campsite-signature']), secret)),

  /** The handler printed in Sjocamp's help page. */
  sjocamp(secret, headers, body) {
    const signature = headers['x-sjocamp-signature']
    const expected = crypto.createHmac('sha256', secret).update(body).digest('hex')
    return signature === expected
  },
}

function succeeds(verify: () => unknown): boolean {
  try {
    verify()
    return true
  } catch {
    return false
  }
}
