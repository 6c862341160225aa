import type { Settings } from '../settings/settings.ts'
import type { Lane } from '../words/enums.ts'

/** The lane of organizations that have not chosen one. */
export const defaultLane = ({ FIRST_ATTEMPT }: Pick<Settings, 'FIRST_ATTEMPT'>): Lane =>
  FIRST_ATTEMPT === 'direct' ? 'DIRECT' : 'WORKFLOW'
