import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt } from '../database/columns.ts'

const ChannelSchema = defineEntity({
  name: 'Channel',
  tableName: 'channels',
  properties: {
    organizationId: p.text().primary(),
    /** Unique within the organization: the product's own id, or `ch_<ULID>`. */
    id: p.text().primary(),
    name: p.text(),
    createdAt: createdAt(),
  },
})

/** What a webhook can be limited to: a campaign, an integration, … */
export class Channel extends ChannelSchema.class {}
ChannelSchema.setClass(Channel)
