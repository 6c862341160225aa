import { useEffect } from 'react'
import { follow } from '../api/follow.ts'
import { refresh } from '../api/use-query.ts'
import { FollowNoticesDocument, type FollowNoticesSubscription } from '../generated/operations.ts'

/** How often at most the page is read again while notices come, in milliseconds. */
const REFRESH_MS = 1_000

/** Reads everything on the page again when something happens to a webhook, a delivery or a replay of the organization. */
export function useFollowNotices(organizationId: string): void {
  useEffect(() => {
    let refreshedAt = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = follow<FollowNoticesSubscription['operationalEvents']>(FollowNoticesDocument, {
      after: null,
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
  }, [organizationId])
}
