/** In this transaction, deliveries that leave a partition of deliveries_ended are not sent again, and stay counted as ended. */
export const STAYS_ENDED = `set local durahook.stays_ended = 'on'`
