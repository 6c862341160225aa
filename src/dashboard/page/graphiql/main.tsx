import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { parse } from 'graphql'
import { createRoot } from 'react-dom/client'
import 'graphiql/style.css'
import './graphiql.css'

const FIRST_QUERY = `# If you are signed in to the dashboard in this browser, this runs as you.
# Otherwise write a key into "Headers" below: { "Authorization": "Bearer dk_…" }
# and load the schema again with the round arrow on the left.
{
  viewer {
    name
    scopes
    organization {
      id
      name
    }
  }
}
`

// Queries go over HTTP, subscriptions over a WebSocket, each with what stands in "Headers".
const send = createGraphiQLFetcher({
  url: '/graphql',
  subscriptionUrl: `${location.origin.replace('http', 'ws')}/graphql`,
})

// What GraphiQL says of the document lags behind what was typed: a subscription run at once would go over HTTP.
const fetcher: Fetcher = (params, options) => send(params, { ...options, documentAST: parse(params.query) })

createRoot(document.getElementById('page')!).render(
  <GraphiQL fetcher={fetcher} defaultQuery={FIRST_QUERY} defaultEditorToolsVisibility="headers" />,
)
