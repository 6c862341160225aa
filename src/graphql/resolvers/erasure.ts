import { deleteOrganization } from '../../erasure/delete-organization.ts'
import { readDeletion } from '../../erasure/delete-rows.ts'
import { eraseEvent } from '../../erasure/erase-event.ts'
import { deletionWorkflowId } from '../../words/temporal.ts'
import { organizationOf, requireAccess, type ApiContext } from '../context.ts'
import { NotFound } from '../errors.ts'
import { temporalUrl } from '../temporal-url.ts'
import type { MutationResolvers, OrganizationDeletionResolvers, QueryResolvers } from '../generated/schema.ts'

export const Query: QueryResolvers = {
  organizationDeletion: (_, { organizationId }, context) => deletionOf(context, organizationId),
}

export const Mutation: MutationResolvers = {
  async eraseEvent(_, { id }, context) {
    requireAccess(context, await context.loaders.event.load(id), 'event', id)
    await eraseEvent(context.database, id)
    context.loaders.event.clear(id)
    return { event: await context.loaders.event.load(id), userErrors: [] }
  },

  async deleteOrganization(_, { id, name }, context) {
    await organizationOf(context, id)
    await deleteOrganization(context, id, name)
    context.loaders.organization.clear(id)
    return { deletion: await deletionOf(context, id), userErrors: [] }
  },
}

export const OrganizationDeletionFields: OrganizationDeletionResolvers = {
  temporalUrl: ({ organizationId }, _, context) => temporalUrl(context, deletionWorkflowId(organizationId)),
}

async function deletionOf({ database }: ApiContext, organizationId: string) {
  const deletion = await readDeletion(database, organizationId)
  if (!deletion) throw new NotFound('deletion of an organization', organizationId)
  return deletion
}
