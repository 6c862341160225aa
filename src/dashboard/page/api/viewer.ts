import { createContext, useContext } from 'react'
import type { Words } from '../../../dialects/dialect.ts'
import type { SessionRight } from '../../../words/enums.ts'
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

/** What a person can access: one organization or all. A person with the same access may continue on the same page. */
export const reachOf = ({ organization }: Viewer): string => organization?.id ?? 'all organizations'

/** Whether the viewer may change webhooks, and retry or cancel deliveries. */
export const mayManage = (viewer: Viewer): boolean => viewer.scopes.includes('MANAGE') || isOperator(viewer)

/** Whether the viewer may change what belongs to the product. A customer may not, unless its session has the right. */
export const mayManageProduct = (viewer: Viewer, right?: SessionRight): boolean =>
  mayManage(viewer) && (!viewer.customer || (right !== undefined && viewer.rights.includes(right)))

/** Whether the viewer may add channels. A customer may also if each webhook must belong to one. */
export const mayAddChannels = (viewer: Viewer, { channelRequired }: DialectRules): boolean =>
  mayManageProduct(viewer, 'CHANNELS') || (mayManage(viewer) && channelRequired)

/** The dialect's own names for pages and buttons. */
export const wordsOf = ({ words }: Pick<DialectRules, 'words'>): Words => words as Words

/** Whether webhooks are shown on the page of their channel, instead of a page of their own. */
export const isNested = (dialect: Pick<DialectRules, 'words'>): boolean =>
  wordsOf(dialect).settingsPath.includes('{channel}')

/** The plan that the dialect requires and the organization lacks; null if it lacks none. */
export function missingPlan({ plan, dialect }: Organization): string | null {
  return dialect.plans && !dialect.plans.includes(plan) ? dialect.plans.map(planName).join(' or ') : null
}

/** Formats `TEAM` as `Team`. */
export const planName = (plan: string): string => plan.charAt(0) + plan.slice(1).toLowerCase()
