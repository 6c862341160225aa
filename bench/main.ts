/** `npm run bench`: measures everything on both stacks. `-- quick`: only to see that it runs; `-- sqlite`: one stack. */
import type { Store } from './figures.ts'
import { publishResults } from './results.ts'
import { FULL, QUICK } from './sizes.ts'
import { runSuite } from './suite.ts'

const wanted = process.argv.slice(2)
const stores = (['sqlite', 'postgres'] as Store[]).filter((store) => wanted.includes(store))
const figures = []
for (const store of stores.length > 0 ? stores : (['sqlite', 'postgres'] as const)) {
  figures.push(...(await runSuite(store, wanted.includes('quick') ? QUICK : FULL)))
}
publishResults('bench', figures)
