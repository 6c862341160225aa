import { setTimeout as delay } from 'node:timers/promises'
import type { Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import { SettingsError } from '../settings/settings.ts'
import { SEARCH_ATTRIBUTE_NAMES } from '../words/temporal.ts'

const KEYWORD = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD

/** How long closed workflows stay in Temporal, in seconds. The delivery log itself is in Postgres, for good. */
const RETENTION_S = 7 * 24 * 60 * 60

/** gRPC status codes. Source: https://grpc.io/docs/guides/status-codes/ */
const INVALID_ARGUMENT = 3
const NOT_FOUND = 5
const ALREADY_EXISTS = 6

/** Each server learns of new namespaces and search attributes within seconds; in milliseconds. */
const CACHE_DEADLINE_MS = 60_000

/** What a Connection of the client and a NativeConnection of the worker have in common. */
type Services = Pick<Connection, 'workflowService' | 'operatorService'>

/**
 * Registers the namespace and durahook's search attributes where they are missing, and resolves when both can be used.
 * Safe to repeat, also from several processes at once.
 * @throws SettingsError if a search attribute exists with another type; gRPC errors if Temporal can't be reached or
 *   doesn't allow it.
 */
export async function prepareTemporal(services: Services, namespace: string): Promise<void> {
  const { workflowService, operatorService } = services
  // Looked up first: an account that may use the namespace is often not allowed to register one.
  await workflowService.describeNamespace({ namespace }).catch(async (error: unknown) => {
    if (codeOf(error) !== NOT_FOUND) throw error
    await register(workflowService, namespace)
  })

  const { customAttributes } = await afterCaches([NOT_FOUND], () =>
    operatorService.listSearchAttributes({ namespace }),
  )
  const wrong = SEARCH_ATTRIBUTE_NAMES.find((name) => (customAttributes[name] ?? KEYWORD) !== KEYWORD)
  if (wrong) {
    throw new SettingsError(
      `The search attribute ${wrong} of the Temporal namespace ${namespace} isn't a Keyword. Use another namespace (TEMPORAL_NAMESPACE), or remove the attribute.`,
    )
  }
  const missing = SEARCH_ATTRIBUTE_NAMES.filter((name) => customAttributes[name] === undefined)
  if (missing.length > 0) {
    const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]))
    await operatorService.addSearchAttributes({ namespace, searchAttributes }).catch(unlessItExists)
  }
  // Nothing tells when the server has learnt of them: only a query shows it.
  const query = SEARCH_ATTRIBUTE_NAMES.map((name) => `${name} = 'none'`).join(' and ')
  await afterCaches([INVALID_ARGUMENT], () => workflowService.countWorkflowExecutions({ namespace, query }))
}

async function register(workflowService: Services['workflowService'], namespace: string): Promise<void> {
  const retention = proto.google.protobuf.Duration.fromObject({ seconds: RETENTION_S })
  await workflowService
    .registerNamespace({
      namespace,
      description: 'durahook deliveries',
      workflowExecutionRetentionPeriod: retention,
    })
    .catch(unlessItExists)
}

/** Repeats a call as long as it fails with one of `codes`, which mean that the server doesn't know the new thing yet. */
async function afterCaches<T>(codes: readonly number[], call: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + CACHE_DEADLINE_MS
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!codes.includes(codeOf(error) ?? -1) || Date.now() > deadline) throw error
    }
    await delay(100)
  }
}

/** Another process did the same at the same time. */
function unlessItExists(error: unknown): void {
  if (codeOf(error) !== ALREADY_EXISTS) throw error
}

function codeOf(error: unknown): number | undefined {
  return (error as { code?: number }).code
}
