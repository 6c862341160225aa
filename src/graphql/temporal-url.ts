import type { ApiContext } from './context.ts'

/** A workflow's page in Temporal UI; null if the UI's address is not set, or the caller lacks OPERATE. */
export const temporalUrl = (
  { settings, apiKey }: Pick<ApiContext, 'settings' | 'apiKey'>,
  workflowId: string,
): string | null =>
  settings.TEMPORAL_UI_URL && apiKey.scopes.includes('OPERATE')
    ? `${settings.TEMPORAL_UI_URL}/namespaces/${settings.TEMPORAL_NAMESPACE}/workflows/${workflowId}`
    : null
