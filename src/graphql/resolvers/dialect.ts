import { readVerifySnippets } from '../../dialects/verify-snippets.ts'
import { JsonText } from '../../json/json-text.ts'
import type { DialectResolvers, QueryResolvers } from '../generated/schema.ts'
import type { Plan } from '../../words/enums.ts'

export const Query: QueryResolvers = {
  dialects: (_, __, { dialects }) => [...dialects.all],
}

export const DialectFields: DialectResolvers = {
  channelNoun: ({ channel }) => channel.noun,
  channelPlural: ({ channel }) => channel.plural,
  channelRequired: ({ channel }) => channel.required,
  plans: ({ plans }) => plans as Plan[] | null,
  secretShownOnce: ({ secret }) => secret.shownOnce,
  secretOverlap: ({ secret }) => secret.overlap,
  secretKinds: ({ secret }) => [...secret.kinds],
  maximumRetries: ({ retryPolicy }) =>
    retryPolicy.kind === 'schedule' ? retryPolicy.delaysMs.length : retryPolicy.maximumRetries,
  verifySnippets: ({ name }) => readVerifySnippets(name),
  words: ({ words }) => JsonText.of(words),
}
