import { domainToASCII } from 'node:url'
import type { FilterQuery } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import type { Place } from '../database/search-newest.ts'
import type { WebhookOrder, WebhookStatus } from '../words/enums.ts'
import { Webhook } from './webhook.ts'

/** Which webhooks to list. What is null or left out is no condition. */
export interface WebhookFilter {
  organizationId: string
  channelId?: string | null | undefined
  status?: WebhookStatus | null | undefined
  uid?: string | null | undefined
  /** Part of the URL, the description or the uid. */
  text?: string | null | undefined
  /** NEWEST if null or left out. */
  order?: WebhookOrder | null | undefined
}

/**
 * Reads webhooks that are not deleted. The list of an organization is short (WEBHOOKS_PER_ORGANIZATION), so the database looks
 * through all of it.
 */
export async function listWebhooks(
  database: Database,
  { organizationId, channelId, status, uid, text, order }: WebhookFilter,
  { direction, after, limit }: Place,
): Promise<{ nodes: Webhook[]; searchedTo: null }> {
  const em = database.em.fork()
  const forward = direction === 'older'
  const up = forward === (order === 'URL' || order === 'OLDEST')
  const behind = up ? '$gt' : '$lt'
  const conditions: FilterQuery<Webhook>[] = [{ organizationId, deletedAt: null }]
  if (channelId != null) conditions.push({ channelId })
  if (status != null) conditions.push({ status })
  if (uid != null) conditions.push({ uid })
  if (text) conditions.push({ $or: matching(text) })
  if (after !== null && order === 'URL') {
    // Also if it was deleted meanwhile.
    const last = await em.findOne(Webhook, { id: after, organizationId }, { fields: ['url'] })
    const url = last?.url ?? ''
    conditions.push({ $or: [{ url: { [behind]: url } }, { url, id: { [behind]: after } }] })
  } else if (after !== null) conditions.push({ id: { [behind]: after } })
  const to = up ? ('asc' as const) : ('desc' as const)
  const nodes = await em.find(
    Webhook,
    { $and: conditions },
    {
      orderBy: order === 'URL' ? [{ url: to }, { id: to }] : [{ id: to }],
      limit,
    },
  )
  return { nodes, searchedTo: null }
}

/** URLs are stored in ASCII, so a text with other letters is looked for in both of its spellings too. */
function matching(text: string): FilterQuery<Webhook>[] {
  const urls = new Set([text, encodeURI(text), domainToASCII(text)])
  urls.delete('')
  const part = (of: string) => ({ $ilike: `%${of.replace(/[\\%_]/g, '\\$&')}%` })
  return [...[...urls].map((of) => ({ url: part(of) })), { description: part(text) }, { uid: part(text) }]
}
