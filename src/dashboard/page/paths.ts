import { isNested, wordsOf, type DialectRules } from './api/viewer.ts'
import type { Crumb } from './components/page-header.tsx'

/** The path of each page. */
export const paths = {
  organizations: '/organizations',
  operations: '/operations',
  overview: (organization: string) => `/o/${organization}`,
  events: (organization: string) => `/o/${organization}/events`,
  /** The events, with one of them open. */
  event: (organization: string, id: string) => `/o/${organization}/events?event=${id}`,
  deliveries: (organization: string, tab?: 'log' | 'replays') =>
    `/o/${organization}/deliveries${tab ? `/${tab}` : ''}`,
  /** The deliveries, with one of them open. */
  delivery: (organization: string, id: string) => `/o/${organization}/deliveries?delivery=${id}`,
  notices: (organization: string) => `/o/${organization}/notices`,
  retention: (organization: string) => `/o/${organization}/retention`,
  webhooks: (organization: string) => `/o/${organization}/webhooks`,
  webhook: (organization: string, id: string, tab?: 'test' | 'settings') =>
    `/o/${organization}/webhooks/${id}${tab ? `/${tab}` : ''}`,
  channels: (organization: string) => `/o/${organization}/channels`,
  channel: (organization: string, id: string) => `/o/${organization}/channels/${id}`,
  eventTypes: (organization: string) => `/o/${organization}/event-types`,
  apiKeys: (organization: string) => `/o/${organization}/api-keys`,
  /** The form of a new webhook; below its channel if the dialect shows webhooks there. */
  newWebhook: (organization: string, channel?: string) =>
    channel ? `/o/${organization}/channels/${channel}/webhooks/new` : `/o/${organization}/webhooks/new`,
  /** The form of a new operational webhook. */
  newNoticeWebhook: (organization: string) => `/o/${organization}/notices/new`,
}

/** The breadcrumbs to the operational webhooks. */
export const noticesCrumbs = (organization: string): Crumb[] => [
  { label: 'Notices', to: paths.notices(organization) },
]

/** The page on which a dialect's webhooks are found. */
export const webhooksHome = (organization: string, dialect: Pick<DialectRules, 'words'>): string =>
  isNested(dialect) ? paths.channels(organization) : paths.webhooks(organization)

/** The breadcrumbs to the webhooks in the dialect's own words, including the channel if webhooks are shown there. */
export function webhookCrumbs(
  organization: string,
  dialect: Pick<DialectRules, 'words'>,
  channel: { id: string; name: string } | null,
): Crumb[] {
  const { settingsPath } = wordsOf(dialect)
  if (!isNested(dialect)) return settingsPath.map((label) => ({ label, to: paths.webhooks(organization) }))
  return settingsPath
    .filter((label) => label !== '{channel}' || channel)
    .map((label) => {
      if (label === '{channel}') return { label: channel!.name, to: paths.channel(organization, channel!.id) }
      const inside = settingsPath.indexOf(label) > settingsPath.indexOf('{channel}')
      return inside
        ? {
            label,
            to: channel
              ? `${paths.channel(organization, channel.id)}#webhooks`
              : paths.webhooks(organization),
          }
        : { label, to: paths.channels(organization) }
    })
}
