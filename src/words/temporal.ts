/**
 * Names that durahook uses in Temporal. They must not change, as running workflows, histories and searches of operators
 * contain them. Workflow code imports this file, so it must not import `node:` modules.
 */

/** The one task queue every delivery runs on. */
export const TASK_QUEUE = 'deliveries'

/** The workflow's name, as Temporal UI shows it. */
export const DELIVER_WEBHOOK = 'deliverWebhook'

/** The name of a replay's workflow. */
export const REPLAY = 'replay'

/** What deliveries can be searched by in Temporal UI; all of type Keyword. */
export const SEARCH_ATTRIBUTES = {
  organization: 'Organization',
  webhook: 'Webhook',
  eventType: 'EventType',
  dialect: 'Dialect',
} as const
export const SEARCH_ATTRIBUTE_NAMES = Object.values(SEARCH_ATTRIBUTES)

/** Signals an operator or the API can send to a running delivery. */
export const SIGNALS = {
  /** Makes the next attempt now. */
  retryNow: 'retryNow',
  /** Makes no further attempt. */
  cancel: 'cancel',
  /** Makes no attempt until `resume` or `retryNow`; the time of 24 hours keeps running. */
  pause: 'pause',
  /** Ends `pause`, with an attempt now. */
  resume: 'resume',
} as const

/** Tells a replay's workflow that something changed, so that it need not wait for its next turn. */
export const REPLAY_CHANGED = 'changed'

/** Type of the failure that an activity throws to be retried. */
export const ATTEMPT_FAILED = 'AttemptFailed'

/** Type of the failure a workflow ends with when its delivery failed for good. */
export const DELIVERY_FAILED = 'DeliveryFailed'

/** Type of the failure a workflow ends with when Postgres does not have its delivery. */
export const UNKNOWN_DELIVERY = 'UnknownDelivery'

/** The decision of a delivery that an operator has paused, by a signal or with the button of Temporal UI. */
export const PAUSED_IN_TEMPORAL = 'Paused by an operator in Temporal.'

/** The decision of a delivery that was still paused so when its 24 hours ended. */
export const PAUSED_UNTIL_THE_END = 'It was paused until the 24 hours had passed.'

/** The workflow that deletes what is no longer kept; its id, too, and that of the schedule that runs it. */
export const PURGE = 'purge'

/** The workflow that deletes an organization. */
export const DELETE_ORGANIZATION = 'deleteOrganization'
export const deletionWorkflowId = (organizationId: string): string => `delete-${organizationId}`
