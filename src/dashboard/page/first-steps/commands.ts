/** For all commands of this page: where the API is, and the key. */
export const settingsCommand = (origin: string): string =>
  `export DURAHOOK_URL=${origin}\nexport DURAHOOK_API_KEY=dk_…`

/** Creates an event type, as no command of `durahook` does. */
export const eventTypeCommand = (name: string): string => {
  const query =
    'mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { message } } }'
  const variables = { input: { name, example: { id: 'inv_1', amount: 4200 } } }
  return `curl "$DURAHOOK_URL/graphql" --header "Authorization: Bearer $DURAHOOK_API_KEY" \\
  --header 'Content-Type: application/json' --data '${JSON.stringify({ query, variables })}'`
}

/** Brings events to a server on the reader's machine. `channel`: needed where each webhook belongs to one. */
export const listenCommand = (channel: string | null): string =>
  `npx durahook listen --forward-to http://localhost:3000/hooks${channel === null ? '' : ` --channel ${channel}`}`

/** Publishes the event type's example. */
export const publishCommand = (eventType: string): string => `npx durahook trigger ${eventType}`
