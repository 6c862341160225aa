import { proxyActivities, setCurrentDetails } from '@temporalio/workflow'
import { PURGE_STEPS, type PurgeActivities } from './purge-contract.ts'

const { purgeStep } = proxyActivities<PurgeActivities>({
  // A step reports each batch, so a worker that died is noticed soon; each step can be done again from the beginning.
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '5 s', maximumInterval: '5 minutes', maximumAttempts: 10 },
})

/** Deletes what is no longer kept, step by step. Its details in Temporal UI say how far it is, its result what was deleted. */
export async function purge(): Promise<string> {
  const done: string[] = []
  for (const step of PURGE_STEPS) {
    setCurrentDetails([...done, `${step}: under way`].join('\n\n'))
    done.push(`${step}: ${await purgeStep(step)}`)
  }
  setCurrentDetails(done.join('\n\n'))
  return done.join('\n')
}
