import { sql } from '../database/sql.ts'

/**
 * Notes that ended deliveries with ids below `bound` (`wd_…`) were deleted: of an event before that nobody knows any more what was
 * delivered. Call it in the transaction that deletes them. `organizationId`: '' if they are of all organizations.
 */
export async function raiseDeliveryFloor(
  on: Parameters<typeof sql>[0],
  organizationId: string,
  bound: string,
): Promise<void> {
  await sql(on)`
    insert into delivery_floors (organization_id, bound) values (${organizationId}, ${bound})
    on conflict (organization_id) do update set bound = greatest(delivery_floors.bound, excluded.bound)`
}
