import {
  attemptTimes,
  deadlineMsOf,
  MAXIMUM_RETRIES,
  retriesOf,
  type OwnPolicy,
} from '../../retries/own-policy.ts'
import type { Dialect } from '../../dialects/dialect.ts'
import { readVerifySnippets } from '../../dialects/verify-snippets.ts'
import { JsonText } from '../../json/json-text.ts'
import { checkPolicy, ownPolicyOf } from '../../retries/check-policy.ts'
import { organizationOf } from '../context.ts'
import { badInput } from '../errors.ts'
import type { DialectResolvers, QueryResolvers, RetryPolicy } from '../generated/schema.ts'
import type { Plan } from '../../words/enums.ts'

export const Query: QueryResolvers = {
  dialects: (_, __, { dialects }) => [...dialects.all],
  async checkRetryPolicy(_, { organizationId, dialect: name, retryPolicy }, context) {
    const organization = await organizationOf(context, organizationId)
    const dialect = context.dialects.get(name ?? organization.dialect)
    if (!dialect) throw badInput(`There is no dialect "${name}".`)
    const userErrors = checkPolicy(dialect, retryPolicy, 'retryPolicy')
    const isRefused = userErrors.length > 0
    return { retryPolicy: isRefused ? null : policyOf(dialect, ownPolicyOf(retryPolicy)), userErrors }
  },
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
  retryPolicy: (dialect) => policyOf(dialect, null),
  ownRetryPolicy: ({ ownPolicy }) => ownPolicy,
  verifySnippets: ({ name }) => readVerifySnippets(name),
  words: ({ words }) => JsonText.of(words),
}

/** How attempts are made to a webhook that has chosen this. */
export function policyOf(dialect: Dialect, own: OwnPolicy | null): RetryPolicy {
  const deadlineMs = deadlineMsOf(own)
  const times = attemptTimes(retriesOf(own, dialect.retryPolicy), deadlineMs, MAXIMUM_RETRIES + 1)
  return {
    own,
    times: times.map((milliseconds) => milliseconds / 1_000),
    jitter: dialect.retryPolicy.jitter,
    timeoutMs: own?.timeoutMs ?? dialect.timeoutMs,
    deadlineSeconds: deadlineMs / 1_000,
  }
}
