import { createContext, useContext } from 'react'
import type { Words } from '../../../dialects/dialect.ts'
import type { OrganizationHeadFragment, ViewerQuery } from '../generated/operations.ts'

export type Viewer = ViewerQuery['viewer']
export type Organization = OrganizationHeadFragment
export type DialectRules = Organization['dialect']

export const ViewerContext = createContext<Viewer | null>(null)
export const OrganizationContext = createContext<Organization | null>(null)

/** Who is signed in. */
export const useViewer = (): Viewer => useContext(ViewerContext)!

/** The organization being shown. */
export const useOrganization = (): Organization => useContext(OrganizationContext)!

export const isOperator = ({ scopes }: Viewer): boolean => scopes.includes('OPERATE')

/** What somebody reaches: their organization, or all. Who reaches the same may go on where the other was. */
export const reachOf = ({ organization }: Viewer): string => organization?.id ?? 'all organizations'

/** Whether who is signed in may change webhooks, and what is done about deliveries. */
export const mayManage = (viewer: Viewer): boolean => viewer.scopes.includes('MANAGE') || isOperator(viewer)

/** Whether they may change what is the product's: API keys, event types, channels. A customer may not. */
export const mayManageProduct = (viewer: Viewer): boolean => mayManage(viewer) && !viewer.customer

/** Whether they may add channels: customers too, where each webhook has to belong to one. */
export const mayAddChannels = (viewer: Viewer, { channelRequired }: DialectRules): boolean =>
  viewer.customer ? mayManage(viewer) && channelRequired : mayManage(viewer)

/** The system's own words for places and buttons. */
export const wordsOf = ({ words }: Pick<DialectRules, 'words'>): Words => words as Words

/** Whether webhooks live inside the channel they belong to, rather than in a place of their own. */
export const isNested = (dialect: Pick<DialectRules, 'words'>): boolean =>
  wordsOf(dialect).settingsPath.includes('{channel}')

/** The plan that webhooks of the dialect need and the organization lacks; null: none. */
export function missingPlan({ plan, dialect }: Organization): string | null {
  return dialect.plans && !dialect.plans.includes(plan) ? dialect.plans.map(planName).join(' or ') : null
}

/** `TEAM` is `Team`. */
export const planName = (plan: string): string => plan.charAt(0) + plan.slice(1).toLowerCase()
