import { useEffect } from 'react'

/** Reads again every `ms` milliseconds what changes without a word. */
export function useReread(reload: () => void, ms: number): void {
  useEffect(() => {
    const timer = setInterval(reload, ms)
    return () => clearInterval(timer)
  }, [reload, ms])
}
