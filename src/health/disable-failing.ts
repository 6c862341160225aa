import type { Organization } from '../organizations/organization.ts'
import type { Settings } from '../settings/settings.ts'
import { problem, UserErrors } from '../words/user-errors.ts'

/** When a webhook that fails is disabled: both must be true. */
export interface DisableFailing {
  /** Hours without one success; null: never. */
  afterHours: number | null
  /** Different deliveries that failed their first attempt. */
  afterDeliveries: number
}

type Columns = Pick<Organization, 'disableFailingHours' | 'disableFailingDeliveries'>

const HOURS = { least: 1, most: 8_760 }
const DELIVERIES = { least: 1, most: 10_000 }

/** As the organization has chosen, else as the settings say. */
export function disableFailingOf(
  { disableFailingHours, disableFailingDeliveries }: Columns,
  settings: Pick<Settings, 'DISABLE_FAILING_HOURS' | 'DISABLE_FAILING_DELIVERIES'>,
): DisableFailing {
  return {
    afterHours: (disableFailingHours ?? settings.DISABLE_FAILING_HOURS) || null,
    afterDeliveries: disableFailingDeliveries ?? settings.DISABLE_FAILING_DELIVERIES,
  }
}

/** Checks what an organization chooses; null or left out: the server's. Throws INVALID for each number that is out of bounds. */
export function checkDisableFailing({
  afterHours = null,
  afterDeliveries = null,
}: {
  afterHours?: number | null | undefined
  afterDeliveries?: number | null | undefined
}): Columns {
  const problems = [
    ...(isOutside(afterHours || null, HOURS)
      ? [invalid('afterHours', `It must be 0 (never), or from ${HOURS.least} to ${HOURS.most} hours.`)]
      : []),
    ...(isOutside(afterDeliveries, DELIVERIES)
      ? [invalid('afterDeliveries', `It must be from ${DELIVERIES.least} to ${DELIVERIES.most} deliveries.`)]
      : []),
  ]
  if (problems.length > 0) throw new UserErrors(problems)
  return { disableFailingHours: afterHours, disableFailingDeliveries: afterDeliveries }
}

const isOutside = (value: number | null, { least, most }: typeof HOURS) =>
  value !== null && (value < least || value > most)

const invalid = (name: keyof DisableFailing, message: string) =>
  problem('INVALID', message, `input.disableFailing.${name}`)
