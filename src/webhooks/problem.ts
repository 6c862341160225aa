import type { UserErrorCode } from '../words/enums.ts'

/** Something wrong with what a caller gave. `field` is the name of the input field. */
export interface Problem {
  code: UserErrorCode
  field: string
  message: string
}
