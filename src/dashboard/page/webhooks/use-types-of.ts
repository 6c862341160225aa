import { useMemo } from 'react'
import { useQuery } from '../api/use-query.ts'
import { useOrganization } from '../api/viewer.ts'
import { WebhookFormDocument } from '../generated/operations.ts'
import { isPattern, receives } from './event-type-patterns.ts'

/** The names of the event types that a webhook receives now; those that its patterns stand for as soon as they are known. */
export function useTypesOf(chosen: readonly string[]): readonly string[] {
  const { id: organizationId } = useOrganization()
  const { data } = useQuery(WebhookFormDocument, chosen.some(isPattern) ? { organizationId } : null)
  return useMemo(() => {
    const known = (data?.eventTypes ?? []).map(({ name }) => name).filter((name) => receives(chosen, name))
    return [...new Set([...chosen.filter((name) => !isPattern(name)), ...known])].sort()
  }, [chosen, data])
}
