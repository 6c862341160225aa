import type { Lane } from '../../src/words/enums.ts'
import type { TestClient } from '../../test/support/client.ts'
import { createWebhook, type Durahook } from '../stand/durahook.ts'
import type { Stand } from '../stand/stand.ts'

/** An organization's webhook, and a client that acts for the organization. */
export interface Target {
  client: TestClient
  webhookId: string
}

/** A new organization with one webhook, at the stand's receiver. `lane`: WORKFLOW unless given. `path`: how it answers. */
export async function createTarget(
  { receiver }: Stand,
  durahook: Durahook,
  lane?: Lane,
  path = '',
): Promise<Target> {
  const client = await durahook.organization(lane)
  return { client, webhookId: await createWebhook(client, receiver.url + path) }
}
