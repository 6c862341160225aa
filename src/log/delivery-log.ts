import { readLogNews } from './log-news.ts'
import type { LogSource } from './log-source.ts'
import { endOfLog, readLogForward, type FollowScope, type LoggedAttempt } from './read-log.ts'

/** The delivery log of a webhook or an organization, which is followed under the id of either. */
export const DELIVERY_LOG: LogSource<FollowScope, LoggedAttempt> = {
  what: 'delivery log',
  nameOf: (scope) => ('webhookId' in scope ? scope.webhookId : scope.organizationId),
  readForward: readLogForward,
  endOf: endOfLog,
  readNews: readLogNews,
}
