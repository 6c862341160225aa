import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow'
import { DELIVERY_WINDOW_MS, type AttemptResult, type DeliverWebhookInput } from '../src/contracts.ts'
import { localActivities, retryActivity } from './activities.ts'
import { receiveWishes } from './wishes.ts'

/**
 * One run of a delivery: an attempt at once, as a local activity since most deliveries need no more; if it failed, one
 * activity whose retry policy makes all further attempts within 24 hours of the start.
 * Fails when the delivery does, so that Temporal UI lists failed deliveries as failed workflows.
 */
export async function deliverWebhook(input: DeliverWebhookInput): Promise<string> {
  const { deliveryId, retryPolicy, timeoutMs } = input
  const { attemptDelivery, endDelivery } = localActivities(timeoutMs)
  const wishes = receiveWishes()
  const elapsedMs = () => Date.now() - workflowInfo().startTime.getTime()
  const remainingMs = () => Math.max(DELIVERY_WINDOW_MS - elapsedMs(), 1)

  /** Waits and retries as the policy says, until it is over or an operator wishes otherwise (then null). */
  async function retryUntilWish(message: string, delayMs: number): Promise<AttemptResult | null> {
    const retries = new CancellationScope()
    wishes.onWish = () => retries.cancel()
    try {
      if (wishes.any()) return null
      const { retryDelivery } = retryActivity(timeoutMs, remainingMs())
      return await retries.run(() =>
        retryDelivery({ deliveryId, retryPolicy, elapsedMs: elapsedMs(), message, delayMs }),
      )
    } catch (error) {
      // A retry that was on its way when the wish came is completed and recorded before the activity ends.
      if (wishes.any() && error instanceof ActivityFailure) return null
      throw error
    } finally {
      wishes.onWish = () => {}
    }
  }

  async function run(): Promise<AttemptResult> {
    let result = await attemptDelivery({
      deliveryId,
      retryPolicy,
      trigger: input.trigger,
      elapsedMs: 0,
      isRetry: false,
    })
    while (result.kind === 'retry' || wishes.retryNow) {
      if (result.kind === 'retry') {
        const retried = await retryUntilWish(result.message, result.delayMs)
        if (retried && !wishes.retryNow) return retried
      }
      const goOn = () => wishes.retryNow || wishes.cancel || !wishes.paused
      if (!(await condition(goOn, remainingMs())))
        return await end('FAILED', 'It was paused until the 24 hours had passed.')
      if (wishes.cancel) return await end('CANCELED', 'Canceled by an operator in Temporal.')
      const isRetry = !wishes.retryNow
      wishes.done()
      const trigger = isRetry ? 'AUTOMATIC' : 'MANUAL'
      result = await attemptDelivery({ deliveryId, retryPolicy, trigger, elapsedMs: elapsedMs(), isRetry })
    }
    return result
  }

  async function end(status: 'CANCELED' | 'FAILED', decision: string): Promise<AttemptResult> {
    await CancellationScope.nonCancellable(() => endDelivery({ deliveryId, status, decision }))
    return { kind: status === 'FAILED' ? 'failed' : 'ended', message: decision }
  }

  const result = await run().catch((error: unknown) => {
    if (isCancellation(error)) return end('CANCELED', 'The workflow was canceled in Temporal.')
    if (error instanceof ActivityFailure)
      return end('FAILED', 'The 24 hours passed before another attempt could be made.')
    throw error
  })
  if (result.kind !== 'failed') return result.message
  throw ApplicationFailure.create({
    type: 'DeliveryFailed',
    message: result.message,
    nonRetryable: true,
    category: 'BENIGN',
  })
}
