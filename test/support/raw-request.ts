import { request, type ClientRequest } from 'node:http'
import type { TestClient } from './client.ts'

/**
 * A request on a connection of its own, whose body the test writes and whose answer it reads, or does not. It may be
 * cut off at any time.
 */
export function openRawRequest({ url, apiKey }: TestClient): ClientRequest {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` }
  return request(url, { method: 'POST', agent: false, headers }).on('error', () => {})
}
