import {
  FollowOrganizationLogDocument,
  FollowWebhookLogDocument,
  OrganizationDeliveriesNowDocument,
  OrganizationLogHeadDocument,
  OrganizationLogPageDocument,
  OrganizationStatisticsDocument,
  WebhookDeliveriesNowDocument,
  WebhookLogHeadDocument,
  WebhookLogPageDocument,
  WebhookStatisticsDocument,
} from '../generated/operations.ts'

/** Whose log it is: that of a webhook, or that of all webhooks of an organization. */
export interface LogScope {
  of: 'webhook' | 'organization'
  id: string
}

/** The operations of a log. Those of the two kinds have the same variables and answers, except `now`. */
export const LOG_DOCUMENTS = {
  webhook: {
    head: WebhookLogHeadDocument,
    page: WebhookLogPageDocument,
    follow: FollowWebhookLogDocument,
    statistics: WebhookStatisticsDocument,
    now: WebhookDeliveriesNowDocument,
  },
  organization: {
    head: OrganizationLogHeadDocument,
    page: OrganizationLogPageDocument,
    follow: FollowOrganizationLogDocument,
    statistics: OrganizationStatisticsDocument,
    now: OrganizationDeliveriesNowDocument,
  },
} as const
