import { countUnderWay, readBacklog } from '../../operating/read-backlog.ts'
import { readSchedules } from '../../operating/read-schedules.ts'
import { lastSweepAt, readSweeps } from '../../operating/read-sweeps.ts'
import { readWorkers } from '../../operating/read-workers.ts'
import { replaysUnderWay } from '../../replay/replays-under-way.ts'
import { askTemporal } from '../../temporal/call-temporal.ts'
import { VERSION } from '../../version.ts'
import { namespaceUrl, scheduleUrl, temporalUrl } from '../temporal-url.ts'
import type {
  InstallationResolvers,
  OrganizationBacklogResolvers,
  QueryResolvers,
  ScheduleActionResolvers,
  ScheduleResolvers,
} from '../generated/schema.ts'

export const Query: QueryResolvers = {
  installation: () => ({ version: VERSION }),
}

export const InstallationFields: InstallationResolvers = {
  workers: (_, __, { temporal }) => askTemporal(temporal, () => readWorkers(temporal)),
  attemptsUnderWay: (_, __, { database }) => countUnderWay(database),
  backlog: (_, __, { database, settings }) => readBacklog(database, settings.ATTEMPTS_PER_WEBHOOK),
  sweeps: (_, __, { database }) => readSweeps(database),
  lastSweepAt: (_, __, { database }) => lastSweepAt(database),
  replays: (_, __, { database }) => replaysUnderWay(database),
  schedules: (_, __, { temporal }) => askTemporal(temporal, () => readSchedules(temporal)),
  temporalUrl: (_, __, context) => namespaceUrl(context),
}

export const OrganizationBacklogFields: OrganizationBacklogResolvers = {
  organization: async ({ organizationId }, _, { loaders }) =>
    (await loaders.organization.load(organizationId))!,
}

export const ScheduleFields: ScheduleResolvers = {
  temporalUrl: ({ id }, _, context) => scheduleUrl(context, id),
}

export const ScheduleActionFields: ScheduleActionResolvers = {
  temporalUrl: ({ workflowId }, _, context) => temporalUrl(context, workflowId),
}
