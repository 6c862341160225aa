import { useEffect } from 'react'
import { follow } from '../api/follow.ts'
import { request } from '../api/request.ts'
import { refresh } from '../api/use-query.ts'
import {
  FollowNoticesDocument,
  NoticesHeadDocument,
  type FollowNoticesSubscription,
} from '../generated/operations.ts'

/** How often at most the page is read again while notices come, in milliseconds. */
const REFRESH_MS = 1_000

/** Reads everything on the page again when something happens to a webhook, a delivery or a replay of the organization. */
export function useFollowNotices(organizationId: string): void {
  useEffect(() => {
    const ended = new AbortController()
    const { signal } = ended
    // From what there is now on: what comes until the subscription begins is not missed.
    request(NoticesHeadDocument, { organizationId }, signal).then(
      ({ organization }) => {
        if (signal.aborted) return
        const after = organization.operationalEvents.edges[0]?.cursor ?? ''
        const stop = followFrom(organizationId, after)
        signal.addEventListener('abort', stop)
      },
      () => {}, // the place says what is wrong
    )
    return () => ended.abort()
  }, [organizationId])
}

function followFrom(organizationId: string, head: string): () => void {
  let refreshedAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = follow<FollowNoticesSubscription['operationalEvents']>(FollowNoticesDocument, {
    after: head,
    variables: (after) => ({ organizationId, after }),
    onEntry() {
      timer ??= setTimeout(
        () => {
          timer = undefined
          refreshedAt = Date.now()
          refresh()
        },
        Math.max(0, refreshedAt + REFRESH_MS - Date.now()),
      )
    },
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}
