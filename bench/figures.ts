/** What a scenario measured, one value for each run. */
export interface Figure {
  scenario: string
  /** What is behind Temporal. */
  store: Store
  name: string
  unit: string
  values: number[]
  goal?: Goal
}

export type Store = 'sqlite' | 'postgres'

/** The median has to be so. */
export type Goal = { atMost: number } | { atLeast: number }
