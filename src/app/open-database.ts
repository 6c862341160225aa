import { MikroORM } from '@mikro-orm/postgresql'
import { ApiKey } from '../access/api-key.ts'
import { Attempt } from '../attempts/attempt.ts'
import { Channel } from '../channels/channel.ts'
import { CustomEventType } from '../events/custom-event-type.ts'
import { DashboardSession } from '../access/dashboard-session.ts'
import { Delivery } from '../deliveries/delivery.ts'
import { Event } from '../events/event.ts'
import { Organization } from '../organizations/organization.ts'
import { Replay } from '../replay/replay.ts'
import { Webhook } from '../webhooks/webhook.ts'
import { databaseOptions, type Database } from '../database/database.ts'

const ENTITIES = [
  Organization,
  ApiKey,
  Channel,
  CustomEventType,
  Webhook,
  Event,
  Delivery,
  Attempt,
  Replay,
  DashboardSession,
]

/**
 * Opens the connection pool; it connects at the first use. `poolSize` is the maximum number of connections. `session` has
 * the Postgres settings of each connection, with values in SQL syntax. Close with `database.close()`.
 */
export const openDatabase = (
  url: string,
  poolSize: number,
  session: Record<string, string> = {},
): Promise<Database> => MikroORM.init({ ...databaseOptions(url, poolSize, session), entities: ENTITIES })
