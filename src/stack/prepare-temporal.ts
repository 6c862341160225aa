import { setTimeout as delay } from 'node:timers/promises'
import type { Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import { StackError } from './stack-error.ts'

const KEYWORD = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD

/** How long closed workflows stay in Temporal, in seconds. The delivery log itself is in Postgres, for good. */
const RETENTION_S = 7 * 24 * 60 * 60

/** What deliveries can be searched by in Temporal UI; all of type Keyword. */
export const SEARCH_ATTRIBUTES = ['Organization', 'Webhook', 'EventType', 'Dialect'] as const

/** gRPC status codes. Source: https://grpc.io/docs/guides/status-codes/ */
const INVALID_ARGUMENT = 3
const ALREADY_EXISTS = 6

/** New search attributes reach the server's caches within seconds; in milliseconds. */
const USABLE_DEADLINE_MS = 60_000

/**
 * Registers the namespace and durahook's search attributes where they are missing, and resolves when both can be used.
 * Safe to repeat, also from several processes at once.
 * @throws StackError SEARCH_ATTRIBUTE_TYPE if one exists with another type; gRPC errors if Temporal can't be reached.
 */
export async function prepareTemporal(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService
    .registerNamespace({
      namespace,
      description: 'durahook deliveries',
      workflowExecutionRetentionPeriod: { seconds: RETENTION_S as never },
    })
    .catch(unless(ALREADY_EXISTS))

  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
  const wrong = SEARCH_ATTRIBUTES.find((name) => (customAttributes[name] ?? KEYWORD) !== KEYWORD)
  if (wrong) {
    throw new StackError(
      'SEARCH_ATTRIBUTE_TYPE',
      `The search attribute ${wrong} of the Temporal namespace ${namespace} isn't a Keyword. Use another namespace (TEMPORAL_NAMESPACE), or remove the attribute.`,
    )
  }
  const missing = SEARCH_ATTRIBUTES.filter((name) => customAttributes[name] === undefined)
  if (missing.length > 0) {
    await connection.operatorService
      .addSearchAttributes({
        namespace,
        searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
      })
      .catch(unless(ALREADY_EXISTS))
  }
  await untilUsable(connection, namespace)
}

/** Each server caches the attributes it knows and tells nobody when it has learnt new ones: only a query shows it. */
async function untilUsable(connection: Connection, namespace: string): Promise<void> {
  const query = SEARCH_ATTRIBUTES.map((name) => `${name} = 'none'`).join(' and ')
  const deadline = Date.now() + USABLE_DEADLINE_MS
  for (;;) {
    try {
      await connection.workflowService.countWorkflowExecutions({ namespace, query })
      return
    } catch (error) {
      if ((error as { code?: number }).code !== INVALID_ARGUMENT || Date.now() > deadline) throw error
    }
    await delay(100)
  }
}

function unless(code: number): (error: unknown) => void {
  return (error) => {
    if ((error as { code?: number }).code !== code) throw error
  }
}
