import { useEffect, useRef, useState } from 'react'
import { ApiError, request } from '../api/request.ts'
import { refresh } from '../api/use-query.ts'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import { RetryDeliveryDocument } from '../generated/operations.ts'
import type { Selection } from './use-selection.ts'

/** How many are asked for at the same time. */
const AT_ONCE = 4

interface Progress {
  total: number
  done: number
  /** What went wrong, and how often. */
  problems: ReadonlyMap<string, number>
}

/** Sends the selected deliveries again, one by one, and says how many were and why others were not. */
export function useResend(selection: Selection) {
  const [progress, setProgress] = useState<Progress | null>(null)
  const left = useRef(false)
  useEffect(() => {
    left.current = false
    return () => void (left.current = true)
  }, [])
  const busy = progress !== null && progress.done < progress.total

  async function run(): Promise<void> {
    const waiting = [...selection.ids]
    const total = waiting.length
    const problems = new Map<string, number>()
    let done = 0
    const show = () => setProgress({ total, done, problems: new Map(problems) })
    show()
    const sendNext = async (): Promise<void> => {
      const id = waiting.shift()
      if (id === undefined || left.current) return
      const problem = await resend(id)
      if (problem) problems.set(problem, (problems.get(problem) ?? 0) + 1)
      else selection.set([id], false)
      done += 1
      show()
      return sendNext()
    }
    await Promise.all(Array.from({ length: AT_ONCE }, sendNext))
    // Not all were asked for if the viewer has left.
    announce(`${done - failedOf(problems)} of ${total} are sent again.`)
    refresh()
  }
  return { progress, busy, run, clear: () => setProgress(null) }
}

/** What went wrong; null: nothing. */
async function resend(id: string): Promise<string | null> {
  try {
    const { changed } = await request(RetryDeliveryDocument, { id })
    return changed.userErrors[0]?.message ?? null
  } catch (error) {
    return error instanceof ApiError ? error.message : String(error)
  }
}

const failedOf = (problems: ReadonlyMap<string, number>) =>
  [...problems.values()].reduce((sum, count) => sum + count, 0)

/** How resending goes on, and what came of it. */
export function ResendProgress({ progress, onClose }: { progress: Progress; onClose(): void }) {
  const { total, done, problems } = progress
  const failed = failedOf(problems)
  if (done < total)
    return (
      <div className="notice info" role="status">
        <label className="grow">
          Resending {done} of {total}
          <progress max={total} value={done} />
        </label>
      </div>
    )
  return (
    <div className={failed > 0 ? 'notice warn' : 'notice good'} data-testid="resent">
      <div>
        <strong>
          {total - failed} of {total} {total === 1 ? 'is' : 'are'} sent again
        </strong>
        {[...problems].map(([message, count]) => (
          <p key={message}>
            {count > 1 && `${count} times: `}
            {message}
          </p>
        ))}
      </div>
      <Button kind="quiet" onClick={onClose}>
        Close
      </Button>
    </div>
  )
}
