import { useOrganization } from '../api/viewer.ts'
import { DeliveryLog } from '../log/delivery-log.tsx'
import { useChoices } from '../search/use-choices.ts'

/** The delivery log of all webhooks of the organization. */
export default function OrganizationLog() {
  const { id } = useOrganization()
  const { types, urls } = useChoices()
  return <DeliveryLog of="organization" id={id} eventTypes={types.map(({ value }) => value)} urls={urls} />
}
