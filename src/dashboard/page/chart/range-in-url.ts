import { set, useFilterInUrl, type FilterInUrl } from '../search/in-url.ts'

/** The time ranges of charts. */
export const RANGES: readonly [minutes: number, label: string][] = [
  [60, '1 h'],
  [360, '6 h'],
  [1440, '24 h'],
  [10_080, '7 d'],
]

const FIRST = RANGES[0]![0]

const RANGE: FilterInUrl<number> = {
  names: ['minutes'],
  read: (params) => RANGES.find(([minutes]) => String(minutes) === params.get('minutes'))?.[0] ?? FIRST,
  write: (params, minutes) => set(params, 'minutes', minutes === FIRST ? '' : String(minutes)),
}

/** Keeps the time range of the place's chart in the URL. */
export function useRangeInUrl(): [minutes: number, setMinutes: (minutes: number) => void] {
  const { filter, setFilter } = useFilterInUrl(RANGE)
  return [filter, setFilter]
}
