import type { LocalKeys } from './local-secrets.ts'

/** What the user of `npm start` has to know of the running services. */
export interface StartSummary {
  /** Of the API and the dashboard. */
  url: string
  /** Opens the dashboard once, without a key. */
  signInUrl: string
  /** Null if Temporal is external and TEMPORAL_UI_URL is not set. */
  temporalUiUrl: string | null
  receiverUrl: string
  keys: LocalKeys
  /** The data folder, as set in DATA_FOLDER. */
  folder: string
  /** How long it took since the process began, in seconds. */
  seconds: number
}

export const readyMessage = ({
  url,
  signInUrl,
  temporalUiUrl,
  receiverUrl,
  keys,
  folder,
  seconds,
}: StartSummary): string => `
durahook is ready.

  Dashboard       ${signInUrl}
                  (opens once, within an hour; later sign in at ${url} with a key)
  GraphQL         ${url}/graphql   (in a browser: GraphiQL)
  Subscriptions   ${url.replace('http', 'ws')}/graphql
  Temporal UI     ${temporalUiUrl ?? 'where your Temporal has it (TEMPORAL_UI_URL is not set)'}
  Demo receiver   ${receiverUrl}   (/status/503 always fails, /flaky every second time)

  API key         ${keys.demo}   (organization "demo", Sjocamp webhooks)
  Operator key    ${keys.operator}   (all organizations)

Ctrl-C ends it; the data stays in ${folder}.
Ready after ${seconds} s.
`
