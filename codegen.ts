import type { CodegenConfig } from '@graphql-codegen/cli'

/** Types of the resolvers, from schema.graphql. `npm run generate` writes them, `npm run check` compares. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'src/words/enums.ts': {
      plugins: ['typescript'],
      config: { onlyEnums: true, enumType: 'string-literal', enumsAsTypes: true },
    },
    'src/graphql/generated/schema.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        useTypeImports: true,
        enumType: 'string-literal',
        enumsAsTypes: true,
        avoidOptionals: { field: true },
        resolversNonOptionalTypename: false,
        contextType: '../context.ts#ApiContext',
        scalars: {
          ID: 'string',
          DateTime: 'Date',
          JSON: '../../json/json-text.ts#JsonText',
        },
        mappers: {
          Organization: '../../organizations/organization.ts#Organization as OrganizationModel',
          ApiKey: '../../access/api-key.ts#ApiKey as ApiKeyModel',
          Channel: '../../channels/channel.ts#Channel as ChannelModel',
          Webhook: '../../webhooks/webhook.ts#Webhook as WebhookModel',
          WebhookHealth: '../../health/health.ts#Health',
          Event: '../../events/event.ts#Event as EventModel',
          OrganizationDeletion: '../../erasure/delete-rows.ts#Deletion',
          PublishEventPayload: '../published.ts#Published',
          PublishEventsPayload: '../published.ts#PublishedBatch',
          Delivery: '../../deliveries/delivery.ts#Delivery as DeliveryModel',
          Replay: '../../replay/replay.ts#Replay as ReplayModel',
          OperationalEvent:
            '../../operational-events/operational-event.ts#OperationalEvent as OperationalEventModel',
          Installation: '{ version: string }',
          OrganizationBacklog: '../../operating/read-backlog.ts#Backlog',
          Schedule: '../../operating/read-schedules.ts#ScheduleState',
          ScheduleAction: '../../operating/read-schedules.ts#ScheduleRun',
          Attempt: '../../log/read-log.ts#LoggedAttempt',
          EventType: '../../events/event-types.ts#KnownEventType',
          Dialect: '../../dialects/dialect.ts#Dialect as DialectModel',
          FailingWebhook: '../../log/failing-webhooks.ts#FailingWebhook as FailingWebhookModel',
          DeliveryStatistics: '../../log/statistics.ts#Statistics',
        },
      },
    },
    'src/dashboard/page/generated/operations.ts': {
      documents: 'src/dashboard/page/operations/*.graphql',
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        useTypeImports: true,
        enumType: 'string-literal',
        documentMode: 'string',
        avoidOptionals: { field: true },
        skipTypename: true,
        scalars: { ID: 'string', DateTime: 'string', JSON: 'unknown' },
      },
    },
  },
}
export default config
