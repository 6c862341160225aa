import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

/** A caller of the GraphQL API, as a product would be. */
export interface Api {
  /** The data. Throws when there are errors, or userErrors in the first field. */
  request<Data>(query: string, variables: Record<string, unknown>): Promise<Data>
  /** As request, with the variables as JSON text, for data whose text has to stay as it is. */
  requestText<Data>(query: string, variables: string): Promise<Data>
  /** Calls back with each thing the subscription gives, until disposed of. `onError` when it ends by itself. */
  subscribe<Data>(
    query: string,
    variables: Record<string, unknown>,
    onData: (data: Data) => void,
    onError: (error: unknown) => void,
  ): AsyncDisposable
}

/** `url` is the API's own, without `/graphql`. */
export function createApi(url: string, apiKey: string): Api {
  const authorization = `Bearer ${apiKey}`

  async function requestText<Data>(query: string, variables: string): Promise<Data> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
    })
    const answer = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown[] }
    const [first] = Object.values(answer.data ?? {}) as [{ userErrors?: unknown[] } | null | undefined]
    const errors = answer.errors ?? first?.userErrors ?? []
    if (errors.length > 0) throw new Error(`The API refused: ${JSON.stringify(errors)}`)
    return answer.data as Data
  }

  return {
    requestText,
    request: (query, variables) => requestText(query, JSON.stringify(variables)),
    subscribe<Data>(
      query: string,
      variables: Record<string, unknown>,
      onData: (data: Data) => void,
      onError: (error: unknown) => void,
    ) {
      const client = createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization },
        retryAttempts: 0,
      })
      client.subscribe<Data>(
        { query, variables },
        {
          next: ({ data, errors }) => (data ? onData(data) : onError(errors)),
          error: onError,
          complete: () => {},
        },
      )
      return { [Symbol.asyncDispose]: async () => client.dispose() }
    },
  }
}
