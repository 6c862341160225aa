import { useEffect, useRef, useState } from 'react'
import { serverNow } from '../api/clock.ts'
import { keepSubscribed } from '../api/keep-subscribed.ts'
import { refresh } from '../api/use-query.ts'
import { FollowReplayDocument, type ReplayDetailFragment } from '../generated/operations.ts'

export type Replay = ReplayDetailFragment

/** How often at most the rest of the page is read again while a replay goes on, in milliseconds. */
const REFRESH_MS = 3_000

/** The figures of a canceled replay change for up to a minute after its end (src/replay/replay-batch.ts); in milliseconds, with a margin. */
const ENDING_MS = 120_000

/** Whether nothing of a replay changes any more. */
const isFinal = ({ status, finishedAt }: Replay): boolean =>
  finishedAt !== null && (status !== 'CANCELED' || serverNow() - Date.parse(finishedAt) > ENDING_MS)

/** A replay as it goes on. It shows what was read until the subscription tells more. */
export function useReplay(read: Replay): Replay {
  const { id } = read
  const [live, setLive] = useState<Replay | null>(null)
  const refreshedAt = useRef(0)
  const ended = isFinal(read)
  useEffect(() => {
    if (ended) return
    let last: Replay | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = keepSubscribed(FollowReplayDocument, {
      variables: () => ({ id }),
      onData({ replayProgress }) {
        const before = last
        last = replayProgress
        setLive(replayProgress)
        if (before === null && last.finishedAt === null) return
        clearTimeout(timer)
        const wait = Math.max(0, refreshedAt.current + REFRESH_MS - Date.now())
        timer = setTimeout(
          () => {
            refreshedAt.current = Date.now()
            refresh()
          },
          last.finishedAt === null ? wait : 0,
        )
      },
      isOver: () => last !== null && last.finishedAt !== null,
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [id, ended])
  return ended || live?.id !== id ? read : live
}
