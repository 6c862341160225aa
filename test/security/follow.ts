import type { TestClient } from '../support/client.ts'

export interface Following extends AsyncDisposable {
  /** How the server closed the connection; rejects after 30 seconds. */
  closed: Promise<{ code: number; reason: string }>
  entries: { cursor: string; node: { id: string } }[]
}

/** Subscribes to the log of the key's organization, once, without connecting again; resolves when the subscription runs. */
export async function openFollowing(client: TestClient, after?: string): Promise<Following> {
  const closed = Promise.withResolvers<{ code: number; reason: string }>()
  const connected = Promise.withResolvers<void>()
  const timer = setTimeout(() => closed.reject(new Error('The server did not close the connection.')), 30_000)
  const socket = client.socket({
    retryAttempts: 0,
    onNonLazyError: () => {},
    on: {
      connected: () => connected.resolve(),
      closed: (event) => closed.resolve(event as { code: number; reason: string }),
    },
  })
  const entries: Following['entries'] = []
  await connected.promise
  socket.subscribe<any>(
    {
      query: `subscription ($after: String) { organizationDeliveryLog(after: $after) { cursor node { id } } }`,
      variables: { after },
    },
    {
      next: ({ data }) => void entries.push(data!.organizationDeliveryLog),
      error: () => {},
      complete: () => {},
    },
  )
  closed.promise.catch(() => {})
  return {
    closed: closed.promise.finally(() => clearTimeout(timer)),
    entries,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer)
      await socket.dispose()
    },
  }
}
