import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  patched,
  workflowInfo,
} from '@temporalio/workflow'
import {
  DELIVERY_WINDOW_MS,
  type AttemptResult,
  type DeliverWebhookInput,
  type DeliverWebhookResult,
} from './contract.ts'
import { DELIVERY_FAILED, PAUSED_UNTIL_THE_END, UNKNOWN_DELIVERY } from '../src/words/temporal.ts'
import { localActivities, retryActivity } from './activities.ts'
import { receiveCommands } from './commands.ts'
import type { AttemptTrigger } from '../src/words/enums.ts'

/** The attempt failed and another attempt follows. */
type DueResult = Extract<AttemptResult, { kind: 'retry' }>

/**
 * Makes one run of a delivery. The first attempt is a local activity, because most deliveries need only one attempt. If
 * it fails, one regular activity makes all further attempts, by its retry policy, within 24 hours of the start. If these pass while
 * nobody could make the last one, that is made as soon as somebody can.
 * The workflow fails when the delivery fails, so that Temporal UI lists failed deliveries as failed workflows.
 */
export async function deliverWebhook(input: DeliverWebhookInput): Promise<DeliverWebhookResult> {
  const { deliveryId, run, retryPolicy, timeoutMs, resume } = input
  const activities = localActivities(timeoutMs)
  const commands = receiveCommands(run)
  const elapsedMs = () => (resume?.elapsedMs ?? 0) + Date.now() - workflowInfo().startTime.getTime()
  const remainingMs = () => Math.max(DELIVERY_WINDOW_MS - elapsedMs(), 1)

  const attempt = (trigger: AttemptTrigger, isRetry: boolean) =>
    activities.attemptDelivery({ deliveryId, run, retryPolicy, trigger, isRetry, elapsedMs: elapsedMs() })

  async function begin(): Promise<AttemptResult> {
    if (!resume) return attempt(input.trigger, false)
    if (resume.delayMs > 0) return { kind: 'retry', message: resume.message, delayMs: resume.delayMs }
    const { trigger, isRetry } = resume.next ?? { trigger: 'AUTOMATIC', isRetry: true }
    return attempt(trigger, isRetry)
  }

  async function deliver(): Promise<AttemptResult> {
    let result = await begin()
    for (;;) {
      if (result.kind === 'retry') result = await retryUntilCommand(result)
      if (result.kind !== 'retry' && !(commands.retryNow && mayGoOn(result))) return result
      // An operator sent a command that ended the retries.
      if (commands.paused && !commands.retryNow && !commands.cancel && patched('pauses-are-noted'))
        await activities.notePause({ deliveryId, run })
      const goOn = () => commands.retryNow || commands.cancel || !commands.paused
      if (!(await condition(goOn, remainingMs()))) return end('FAILED', PAUSED_UNTIL_THE_END)
      if (commands.cancel) return end('CANCELED', 'Canceled by an operator in Temporal.')
      const isManual = commands.retryNow
      commands.clear()
      result = await attempt(isManual ? 'MANUAL' : 'AUTOMATIC', !isManual)
    }
  }

  /**
   * Whether an attempt that is asked for may follow. A request that comes during a first attempt has that asked for its result again,
   * which is then that the delivery has ended.
   */
  const mayGoOn = ({ kind }: AttemptResult) =>
    kind === 'failed' || (kind === 'ended' && patched('a-retry-reopens'))

  /** Makes the retries of the policy and returns how they ended; returns `due` when an operator's command ends them. */
  async function retryUntilCommand(due: DueResult): Promise<AttemptResult> {
    if (commands.any()) return due
    const retries = new CancellationScope()
    // Remembered here: pause and resume during one attempt end the retries too, but leave no command set.
    let commanded = false
    commands.onCommand = () => {
      commanded = true
      retries.cancel()
    }
    const { message, delayMs } = due
    try {
      return await retries.run(() =>
        retryActivity(timeoutMs, remainingMs()).retryDelivery({
          deliveryId,
          run,
          retryPolicy,
          elapsedMs: elapsedMs(),
          message,
          delayMs,
        }),
      )
    } catch (error) {
      // If an attempt was running when the command arrived, it was completed and recorded before the activity ended.
      if (commanded && error instanceof ActivityFailure) return due
      // Nobody could make the last attempt in its time, as durahook or Postgres was away: it is made as soon as somebody can.
      const late = error instanceof ActivityFailure && !isCancellation(error)
      if (late && patched('last-attempt-comes-late')) return attempt('AUTOMATIC', true)
      throw error
    } finally {
      commands.onCommand = () => {}
    }
  }

  async function end(status: 'CANCELED' | 'FAILED', decision: string): Promise<AttemptResult> {
    await CancellationScope.nonCancellable(() =>
      activities.endDelivery({ deliveryId, run, status, decision }),
    )
    return { kind: status === 'FAILED' ? 'failed' : 'ended', message: decision }
  }

  const workflowScope = CancellationScope.current()
  const result = await deliver().catch((error: unknown) => {
    // A running attempt is completed before the cancellation, so the error can be that attempt's own failure.
    if (isCancellation(error) || workflowScope.consideredCancelled)
      return end('CANCELED', 'The workflow was canceled in Temporal.')
    if (error instanceof ActivityFailure)
      return end('FAILED', 'The 24 hours passed before another attempt could be made.')
    throw error
  })
  if (result.kind === 'delivered' || result.kind === 'ended')
    return { kind: result.kind, message: result.message }
  const failure = ApplicationFailure.create({
    type: result.kind === 'unknown' ? UNKNOWN_DELIVERY : DELIVERY_FAILED,
    message: result.message,
    nonRetryable: true,
    category: 'BENIGN',
  })
  failure.stack = '' // The message says what happened; the stack adds nothing.
  throw failure
}
