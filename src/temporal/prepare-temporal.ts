import { setTimeout as delay } from 'node:timers/promises'
import type { Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import { SettingsError } from '../settings/settings.ts'
import { SEARCH_ATTRIBUTE_NAMES } from '../words/temporal.ts'

const KEYWORD = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD

/** By this a namespace is recognized that durahook registered, and whose retention it may set. */
const DESCRIPTION = 'durahook deliveries'

/** gRPC status codes. Source: https://grpc.io/docs/guides/status-codes/ */
const INVALID_ARGUMENT = 3
const NOT_FOUND = 5
const ALREADY_EXISTS = 6

/** How long to wait until all servers know a new namespace or search attribute, in milliseconds. It takes seconds. */
const CACHE_DEADLINE_MS = 60_000

/** The part that the client's Connection and the worker's NativeConnection have in common. */
type Services = Pick<Connection, 'workflowService' | 'operatorService'>

/**
 * Registers the namespace, where closed workflows stay for `retentionDays`, and durahook's search attributes if they are missing, and resolves when both can be used.
 * Safe to repeat, also from several processes at once.
 * @throws SettingsError if a search attribute exists with another type; gRPC errors if Temporal can't be reached or
 *   doesn't allow it.
 */
export async function prepareTemporal(
  services: Services,
  namespace: string,
  retentionDays = 7,
): Promise<void> {
  const { workflowService, operatorService } = services
  // Looked up first, because accounts are often allowed to use a namespace but not to register one.
  const retention = { workflowExecutionRetentionTtl: seconds(retentionDays * 24 * 60 * 60) }
  const known = await workflowService.describeNamespace({ namespace }).catch(async (error: unknown) => {
    if (codeOf(error) !== NOT_FOUND) throw error
    await register(workflowService, namespace, retention)
  })
  if (
    known?.namespaceInfo?.description === DESCRIPTION &&
    Number(known.config?.workflowExecutionRetentionTtl?.seconds) !==
      Number(retention.workflowExecutionRetentionTtl.seconds)
  )
    await workflowService.updateNamespace({ namespace, config: retention })

  const { customAttributes } = await retryWhileCached([NOT_FOUND], () =>
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
    await operatorService.addSearchAttributes({ namespace, searchAttributes }).catch(ignoreExisting)
  }
  // Only a query shows whether the server knows the new search attributes yet.
  const query = SEARCH_ATTRIBUTE_NAMES.map((name) => `${name} = 'none'`).join(' and ')
  await retryWhileCached([INVALID_ARGUMENT], () =>
    workflowService.countWorkflowExecutions({ namespace, query }),
  )
}

const seconds = (value: number) => proto.google.protobuf.Duration.fromObject({ seconds: value })

async function register(
  workflowService: Services['workflowService'],
  namespace: string,
  { workflowExecutionRetentionTtl }: { workflowExecutionRetentionTtl: ReturnType<typeof seconds> },
): Promise<void> {
  await workflowService
    .registerNamespace({
      namespace,
      description: DESCRIPTION,
      workflowExecutionRetentionPeriod: workflowExecutionRetentionTtl,
    })
    .catch(ignoreExisting)
}

/** Repeats a call while it fails with one of `codes`: the server's cache doesn't have what was just registered yet. */
async function retryWhileCached<T>(codes: readonly number[], call: () => Promise<T>): Promise<T> {
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

/** For when another process registers the same at the same time. */
function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== ALREADY_EXISTS) throw error
}

function codeOf(error: unknown): number | undefined {
  return (error as { code?: number }).code
}
