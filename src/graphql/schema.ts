import { readFileSync } from 'node:fs'
import { makeExecutableSchema } from '@graphql-tools/schema'
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql'
import { boundFields } from './bound-fields.ts'
import type { ApiContext } from './context.ts'
import { badInput, publishingLimited, schemasLimited } from './errors.ts'
import { TooFast } from '../events/publish-pace.ts'
import { NoTimeToCheck } from '../schemas/no-time-to-check.ts'
import { UserErrors } from '../words/user-errors.ts'
import { MUTATION_RULES, requireCaller, type MutationRule } from './mutation-rules.ts'
import * as apiKey from './resolvers/api-key.ts'
import * as channel from './resolvers/channel.ts'
import * as delivery from './resolvers/delivery.ts'
import * as dialect from './resolvers/dialect.ts'
import * as erasure from './resolvers/erasure.ts'
import * as event from './resolvers/event.ts'
import * as eventType from './resolvers/event-type.ts'
import * as installation from './resolvers/installation.ts'
import * as listening from './resolvers/listening.ts'
import * as operationalEvent from './resolvers/operational-event.ts'
import * as organization from './resolvers/organization.ts'
import * as replay from './resolvers/replay.ts'
import * as session from './resolvers/session.ts'
import * as subscription from './resolvers/subscription.ts'
import * as webhook from './resolvers/webhook.ts'
import { DateTime, Json } from './scalars.ts'
import { assignScopes } from './scopes.ts'
import { userErrorsOf } from './user-errors-of.ts'

type Resolve = GraphQLFieldResolver<unknown, ApiContext>

/** schema.graphql with its resolvers. Before any of them runs, limits/admit.ts checks that the operation is allowed. */
export function createSchema(): GraphQLSchema {
  const queries = [
    organization.Query,
    dialect.Query,
    webhook.Query,
    event.Query,
    delivery.Query,
    erasure.Query,
    installation.Query,
    eventType.Query,
    replay.Query,
    session.Query,
  ]
  const mutations = [
    organization.Mutation,
    apiKey.Mutation,
    channel.Mutation,
    eventType.Mutation,
    webhook.Mutation,
    event.Mutation,
    delivery.Mutation,
    listening.Mutation,
    erasure.Mutation,
    replay.Mutation,
    session.Mutation,
  ]
  const schema = makeExecutableSchema<ApiContext>({
    typeDefs: readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'),
    resolvers: {
      DateTime,
      JSON: Json,
      Query: mapFields(queries, withoutUserErrors),
      Mutation: mapFields(mutations, (resolve, name) =>
        withUserErrors(withRule(resolve, MUTATION_RULES[name as keyof typeof MUTATION_RULES])),
      ),
      Subscription: subscription.Subscription,
      Organization: organization.OrganizationFields,
      FailingWebhook: organization.FailingWebhookFields,
      Dialect: dialect.DialectFields,
      Channel: channel.ChannelFields,
      PublishEventPayload: channel.PublishEventFields,
      PublishEventsPayload: channel.PublishEventsFields,
      Webhook: webhook.WebhookFields,
      WebhookHealth: webhook.WebhookHealthFields,
      Event: event.EventFields,
      Delivery: delivery.DeliveryFields,
      Attempt: delivery.AttemptFields,
      Installation: installation.InstallationFields,
      OrganizationBacklog: installation.OrganizationBacklogFields,
      Schedule: installation.ScheduleFields,
      ScheduleAction: installation.ScheduleActionFields,
      OrganizationDeletion: erasure.OrganizationDeletionFields,
      Replay: replay.ReplayFields,
      OperationalEvent: operationalEvent.OperationalEventFields,
    } as never,
  })
  assignScopes(schema)
  boundFields(schema)
  return schema
}

function mapFields(
  groups: readonly object[],
  map: (resolve: Resolve, name: string) => Resolve,
): Record<string, Resolve> {
  const fields = Object.entries(Object.assign({}, ...groups) as Record<string, Resolve>)
  return Object.fromEntries(fields.map(([name, resolve]) => [name, map(resolve, name)]))
}

function withRule(resolve: Resolve, rule: MutationRule): Resolve {
  return (parent, args, context, info) => {
    requireCaller(context, rule)
    return resolve(parent, args, context, info)
  }
}

/** Errors that the caller can fix become the `userErrors` of the mutation's payload; all others are GraphQL errors. */
function withUserErrors(resolve: Resolve): Resolve {
  return async (parent, args, context, info) => {
    try {
      return await resolve(parent, args, context, info)
    } catch (error) {
      const userErrors = userErrorsOf(error)
      if (!userErrors) throw asApiError(error)
      return { userErrors, duplicate: false }
    }
  }
}

/** A query has no field `userErrors`, so user errors become BAD_USER_INPUT. */
function withoutUserErrors(resolve: Resolve): Resolve {
  return async (parent, args, context, info) => {
    try {
      return await resolve(parent, args, context, info)
    } catch (error) {
      throw error instanceof UserErrors ? badInput(error.message) : asApiError(error)
    }
  }
}

function asApiError(error: unknown): unknown {
  if (error instanceof NoTimeToCheck) return schemasLimited(error.retryAfterSeconds)
  return error instanceof TooFast ? publishingLimited(error.retryAfterSeconds) : error
}
