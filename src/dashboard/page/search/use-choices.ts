import { useMemo } from 'react'
import { useQuery } from '../api/use-query.ts'
import { useOrganization } from '../api/viewer.ts'
import { shortUrl } from '../components/shown-url.ts'
import { ChoicesDocument, type ChoicesQuery } from '../generated/operations.ts'
import type { Choice } from './choice-menu.tsx'

export interface Choices {
  types: readonly Choice[]
  webhooks: ChoicesQuery['webhooks']['nodes']
  webhookChoices: readonly Choice[]
  channels: readonly Choice[]
  /** The URLs of the webhooks by id. */
  urls: ReadonlyMap<string, string>
}

/** What a filter bar offers to choose from; nothing until it is read. */
export function useChoices(): Choices {
  const { id: organizationId } = useOrganization()
  const { data } = useQuery(ChoicesDocument, { organizationId })
  return useMemo(() => {
    const webhooks = data?.webhooks.nodes ?? []
    return {
      types: (data?.eventTypes ?? []).map(({ name }) => ({ value: name, label: name })),
      webhooks,
      webhookChoices: webhooks.map(({ id, url }) => ({ value: id, label: shortUrl(url) })),
      channels: (data?.organization.channels.nodes ?? []).map(({ id, name }) => ({ value: id, label: name })),
      urls: new Map(webhooks.map(({ id, url }) => [id, url])),
    }
  }, [data])
}
