import type { SendResult } from '../../attempts/judge-answer.ts'
import type { Delivery } from '../../deliveries/delivery.ts'
import { listen, ListenerEnded } from '../../listening/listen.ts'
import { openListener } from '../../listening/open-listener.ts'
import { reportAttempt } from '../../listening/report-attempt.ts'
import { userError, UserErrors } from '../../words/user-errors.ts'
import { organizationOf, requireAccess, type ApiContext } from '../context.ts'
import { listenerEnded, NotFound, refusedInput } from '../errors.ts'
import type { ListenInput, MutationResolvers, ReportAttemptInput } from '../generated/schema.ts'

/** The messages of the subscription `listen`. */
export async function* followListener(context: ApiContext, input: ListenInput) {
  const organization = await organizationOf(context, input.organizationId)
  const { name, forwardTo, eventTypes, channelId, dialect, secret: given } = input
  const opened = await openListener(context, organization, {
    name,
    forwardTo,
    eventTypes: eventTypes ?? ['*'],
    channelId: channelId ?? null,
    dialect: dialect ?? null,
    secret: given ?? null,
  }).catch(withUserErrors)
  const { webhook: listener, secret } = opened
  yield { listen: { listener, secret, request: null } } as never
  try {
    for await (const request of listen(context, opened, context.signal))
      yield { listen: { listener, secret: null, request } } as never
  } catch (error) {
    if (!(error instanceof ListenerEnded)) throw error
    throw listenerEnded()
  }
}

function withUserErrors(error: unknown): never {
  if (!(error instanceof UserErrors)) throw error
  throw refusedInput(error)
}

/** Maximum of attempts in one report, of characters of an error, and so on. */
const MAXIMUM = { attempts: 20, error: 500, headers: 200, bodyBytes: 64 * 1024, milliseconds: 1_000_000 }

export const Mutation: MutationResolvers = {
  async reportAttempts(_, { attempts }, context) {
    const { loaders } = context
    if (attempts.length < 1 || attempts.length > MAXIMUM.attempts)
      throw userError('INVALID', `Report 1 to ${MAXIMUM.attempts} attempts at once.`, 'attempts')
    const reports = await Promise.all(
      attempts.map(async (attempt, index) => {
        const found = await loaders.delivery.load(attempt.deliveryId)
        const delivery = requireAccess(context, found, 'delivery', attempt.deliveryId)
        const webhook = (await loaders.webhook.load(delivery.webhookId))!
        if (webhook.listenerSession === null) throw new NotFound('delivery of a listener', delivery.id)
        return { delivery, webhook, report: { ...attempt, result: resultOf(attempt, `attempts.${index}`) } }
      }),
    )
    await Promise.all(
      reports.map(({ delivery, webhook, report }) => reportAttempt(context, webhook, delivery, report)),
    )
    const reload = async (id: string): Promise<Delivery> => {
      loaders.delivery.clear(id)
      return (await loaders.delivery.load(id))!
    }
    return {
      deliveries: await Promise.all(attempts.map(({ deliveryId }) => reload(deliveryId))),
      userErrors: [],
    }
  },
}

/** What a report says as a worker would know it. Throws INVALID. */
function resultOf(report: ReportAttemptInput, field: string): SendResult {
  const { statusCode, headers, bodyBase64, bodyTruncated, errorKind, error, latency } = report
  const refuse = (message: string, name: string) => userError('INVALID', message, `${field}.${name}`)
  if ((statusCode == null) === (errorKind == null))
    throw refuse('Give statusCode if an answer came, and else errorKind.', 'statusCode')
  if (statusCode != null && (statusCode < 100 || statusCode > 999))
    throw refuse('A status code is from 100 to 999.', 'statusCode')
  if ((error?.length ?? 0) > MAXIMUM.error)
    throw refuse(`It has at most ${MAXIMUM.error} characters.`, 'error')
  if ((headers?.length ?? 0) > MAXIMUM.headers) throw refuse(`Give at most ${MAXIMUM.headers}.`, 'headers')
  for (const [name, value] of Object.entries(latency))
    if (value != null && !(value >= 0 && value <= MAXIMUM.milliseconds))
      throw refuse(`It is from 0 to ${MAXIMUM.milliseconds}.`, `latency.${name}`)
  const body = Buffer.from(bodyBase64 ?? '', 'base64')
  if (body.length > MAXIMUM.bodyBytes) throw refuse(`Give at most ${MAXIMUM.bodyBytes} bytes.`, 'bodyBase64')
  return {
    response:
      statusCode == null
        ? null
        : {
            statusCode,
            headers: (headers ?? []).map(({ name, value }) => [name, value]),
            body,
            truncated: bodyTruncated ?? false,
          },
    error:
      errorKind == null ? null : { kind: errorKind, message: error || 'The local server did not answer.' },
    resent: false,
    remoteAddress: null,
    latency: {
      dnsMs: latency.dnsMs ?? null,
      connectMs: latency.connectMs ?? null,
      tlsMs: latency.tlsMs ?? null,
      firstByteMs: latency.firstByteMs ?? null,
      totalMs: latency.totalMs,
    },
  }
}
