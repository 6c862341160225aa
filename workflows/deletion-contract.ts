export interface DeletionActivities {
  /** Deletes the rows of an organization, in batches. Safe to repeat. Returns how many. */
  deleteRows(organizationId: string): Promise<number>
  /** Deletes the organization itself, and completes the receipt. */
  finishDeletion(organizationId: string): Promise<void>
}
