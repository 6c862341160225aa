import type { Organization } from '../organizations/organization.ts'
import type { Settings } from '../settings/settings.ts'
import { problem, UserErrors } from '../words/user-errors.ts'

/** For how many days each kind is kept. */
export interface Retention {
  payloadDays: number
  attemptDays: number
  deliveryDays: number
  eventDays: number
}

type Chosen = { [Name in keyof Retention]?: number | null | undefined }

/** A minute. */
const LEAST_DAYS = 0.0006

const NAMES = ['payloadDays', 'attemptDays', 'deliveryDays', 'eventDays'] as const

const serverRetention = (settings: Settings): Retention => ({
  payloadDays: settings.PAYLOAD_DAYS,
  attemptDays: settings.ATTEMPT_DAYS,
  deliveryDays: settings.DELIVERY_DAYS,
  eventDays: settings.EVENT_DAYS,
})

/** How long an organization's things are kept: as it has chosen, but not longer than the server keeps them. */
export function retentionOf(
  organization: Pick<Organization, keyof Retention>,
  settings: Settings,
): Retention {
  const server = serverRetention(settings)
  const entries = NAMES.map((name) => [name, Math.min(organization[name] ?? server[name], server[name])])
  return Object.fromEntries(entries) as Retention
}

/**
 * Checks a retention that an organization is to have; null or left out: the server's. Throws INVALID for each number that is not
 * from a minute to the server's, and where something would be kept longer than what it belongs to.
 */
export function checkRetention(
  given: Chosen,
  settings: Settings,
): { [Name in keyof Retention]: number | null } {
  const server = serverRetention(settings)
  const chosen = Object.fromEntries(NAMES.map((name) => [name, given[name] ?? null])) as {
    [Name in keyof Retention]: number | null
  }
  const invalid = (name: keyof Retention, message: string) =>
    problem('INVALID', message, `input.retention.${name}`)
  const problems = NAMES.flatMap((name) => {
    const days = chosen[name]
    if (days === null || (days >= LEAST_DAYS && days <= server[name])) return []
    return [
      invalid(
        name,
        `It must be from ${LEAST_DAYS} to ${server[name]} days, which is what this server keeps.`,
      ),
    ]
  })
  if (problems.length === 0) {
    const { payloadDays, attemptDays, deliveryDays, eventDays } = retentionOf(chosen, settings)
    if (attemptDays > deliveryDays)
      problems.push(invalid('attemptDays', 'Attempts must not be kept longer than deliveries.'))
    if (deliveryDays > eventDays)
      problems.push(invalid('deliveryDays', 'Deliveries must not be kept longer than events.'))
    if (payloadDays > eventDays)
      problems.push(invalid('payloadDays', 'Payloads must not be kept longer than events.'))
  }
  if (problems.length > 0) throw new UserErrors(problems)
  return chosen
}
