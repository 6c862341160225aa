import type { ApiContext } from './context.ts'

type Asking = Pick<ApiContext, 'settings' | 'apiKey'>

/** The namespace in Temporal UI; null if the UI's address is not set, or the caller lacks OPERATE. */
export const namespaceUrl = ({ settings, apiKey }: Asking): string | null =>
  settings.TEMPORAL_UI_URL && apiKey.scopes.includes('OPERATE')
    ? `${settings.TEMPORAL_UI_URL}/namespaces/${settings.TEMPORAL_NAMESPACE}`
    : null

/** A workflow's page there. */
export const temporalUrl = (asking: Asking, workflowId: string): string | null =>
  pageOf(asking, 'workflows', workflowId)

/** A schedule's page there. */
export const scheduleUrl = (asking: Asking, scheduleId: string): string | null =>
  pageOf(asking, 'schedules', scheduleId)

function pageOf(asking: Asking, kind: 'workflows' | 'schedules', id: string): string | null {
  const namespace = namespaceUrl(asking)
  return namespace && `${namespace}/${kind}/${encodeURIComponent(id)}`
}
