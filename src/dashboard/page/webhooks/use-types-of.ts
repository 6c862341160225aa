import { useMemo } from 'react'
import { useQuery } from '../api/use-query.ts'
import { useOrganization } from '../api/viewer.ts'
import { WebhookFormDocument } from '../generated/operations.ts'
import { NOTICE_TYPES } from '../notices/notice-types.ts'
import { isPattern, receives } from './event-type-patterns.ts'

/** The names of the event types that a webhook receives now; those that its patterns stand for as soon as they are known. */
export function useTypesOf(chosen: readonly string[], operational = false): readonly string[] {
  const { id: organizationId } = useOrganization()
  const asks = !operational && chosen.some(isPattern)
  const { data } = useQuery(WebhookFormDocument, asks ? { organizationId } : null)
  return useMemo(() => {
    const types = operational ? NOTICE_TYPES : (data?.eventTypes ?? [])
    const known = types.map(({ name }) => name).filter((name) => receives(chosen, name))
    return [...new Set([...chosen.filter((name) => !isPattern(name)), ...known])].sort()
  }, [chosen, data, operational])
}
