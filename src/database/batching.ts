import DataLoader from 'dataloader'
import { batchDuration, batchSize } from '../metrics/metrics.ts'
import { unavailabilityOf } from './unavailability.ts'

/** How calls of one kind go together. */
export interface Batching<On extends object, Item, Result> {
  /**
   * Does what all items ask for with one statement. Returns a result for each, in their order; an Error for one that failed
   * alone. When it throws, each item is tried alone, so that a bad one fails alone.
   */
  run(on: On, items: readonly Item[]): Promise<(Result | Error)[]>
  /** Names it in metrics. */
  name: string
  /** At most so many items in one statement. */
  maximumItems: number
  /** Whether an item is too large to wait for, or to go with others. It is then run at once, alone. */
  isLarge?(item: Item): boolean
  /** Items with the same key are never in one statement; they go in the order of their calls. */
  keyOf?(item: Item): string
}

/**
 * Adaptive batching: while a statement of this kind is under way, calls gather, and all go together in the next one. So a
 * call that comes alone waits for nothing, and many that come at once cost little more than one. Each call has the outcome
 * of its own item, after the commit that holds it. Returns the function that adds a call; calls on another database or pool
 * (`on`) are another kind.
 */
export function createBatching<On extends object, Item, Result>({
  name,
  run,
  maximumItems,
  isLarge = () => false,
  keyOf,
}: Batching<On, Item, Result>): (on: On, item: Item) => Promise<Result> {
  const loaders = new WeakMap<On, DataLoader<Item, Result>>()
  batchDuration.zero({ batch: name })
  batchSize.zero({ batch: name })

  async function runDistinct(on: On, items: readonly Item[]): Promise<(Result | Error)[]> {
    if (!keyOf) return runEach(on, items)
    const results = Array<Result | Error>(items.length)
    for (let left = [...items.keys()]; left.length > 0;) {
      const keys = new Set<string>()
      const distinct = left.filter((at) => keys.size < keys.add(keyOf(items[at]!)).size)
      const done = await runEach(
        on,
        distinct.map((at) => items[at]!),
      )
      distinct.forEach((at, index) => (results[at] = done[index]!))
      left = left.filter((at) => !distinct.includes(at))
    }
    return results
  }

  async function runEach(on: On, items: readonly Item[]): Promise<(Result | Error)[]> {
    const measured = batchDuration.startTimer({ batch: name })
    try {
      const results = await run(on, items)
      measured()
      batchSize.observe({ batch: name }, items.length)
      return results
    } catch (error) {
      if (items.length === 1 || concernsAll(error)) return items.map(() => error as Error)
      return Promise.all(items.map(async (item) => (await runEach(on, [item]))[0]!))
    }
  }

  function open(on: On): DataLoader<Item, Result> {
    const waiting: (() => void)[] = []
    let underWay = false
    function next(): void {
      if (underWay) return
      const dispatch = waiting.shift()
      if (!dispatch) return
      underWay = true
      // Not at once: calls of the same moment go together too.
      setImmediate(dispatch)
    }
    return new DataLoader(
      async (items) => {
        try {
          return await runDistinct(on, items)
        } finally {
          underWay = false
          next()
        }
      },
      {
        cache: false,
        maxBatchSize: maximumItems,
        batchScheduleFn(dispatch) {
          waiting.push(dispatch)
          next()
        },
      },
    )
  }

  return async (on, item) => {
    if (isLarge(item)) return only(await runEach(on, [item]))
    let loader = loaders.get(on)
    if (!loader) loaders.set(on, (loader = open(on)))
    return loader.load(item)
  }
}

/** Whether the items would fail alone too. What came too late, or met others' locks, may be due to one of them. */
function concernsAll(error: unknown): boolean {
  const reason = unavailabilityOf(error)
  return reason !== null && reason !== 'late' && reason !== 'busy'
}

function only<Result>([result]: (Result | Error)[]): Result {
  if (result instanceof Error) throw result
  return result!
}
