import { createHash } from 'node:crypto'
import type { Dialect } from '../dialects/dialect.ts'
import { objectText, text } from '../dialects/body.ts'
import type { KnownEventType } from '../events/event-types.ts'
import { catalogueSchemas, describeType } from './catalogue-schemas.ts'

const RESPONSES = {
  '2XX': { description: 'Delivered. The body of the answer does not matter.' },
  '410': { description: 'The receiver is gone: the webhook is disabled and gets nothing more.' },
  default: { description: 'Not delivered: it is sent again later. Redirects are not followed.' },
}

/**
 * The text of an OpenAPI 3.1 document with one webhook for each event type. Its version is a hash of its content, so it changes if
 * and only if the event types do. Throws CatalogueTooLarge.
 */
export async function openApiCatalogue(
  dialect: Dialect,
  title: string,
  eventTypes: readonly KnownEventType[],
): Promise<string> {
  const parameters = dialect.headers.map(({ name, description }) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  }))
  const webhookOf = (type: KnownEventType) => ({
    post: {
      operationId: type.name,
      ...describeType(type),
      parameters,
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${type.name}` } } },
      },
      responses: RESPONSES,
    },
  })
  const webhooks = objectText(eventTypes.map((type) => [type.name, JSON.stringify(webhookOf(type))]))
  const schemas = objectText(await catalogueSchemas(dialect, eventTypes, '#/components/schemas/'))
  const version = createHash('sha256').update(webhooks).update(schemas).digest('hex').slice(0, 12)
  return objectText([
    ['openapi', text('3.1.0')],
    ['info', JSON.stringify({ title, version })],
    ['webhooks', webhooks],
    ['components', objectText([['schemas', schemas]])],
  ])
}
