import { piece } from '../database/sql.ts'

/**
 * Which queue of its webhook a delivery that is to be started waits in, as the index deliveries_to_start has it: 0 without an attempt,
 * 1 after one, 2 put back by a replay and not begun since.
 */
export const QUEUE = piece(
  'case when replay_id is null or window_started_at is not null then least(attempt_count, 1) else 2 end',
)
