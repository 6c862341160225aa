import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readImports, ROOT } from './imports.ts'

/** The files that README names for the way of an event from publishEvent to the receiver. */
const road = [...readFileSync(`${ROOT}README.md`, 'utf8').matchAll(/^\d\. \[([\w/.-]+\.ts)\]/gm)].map(
  ([, file]) => file!,
)

const imports = readImports()

/** Every file that this one imports, by itself or through others. */
function reachableFrom(file: string): Set<string> {
  const reached = new Set<string>()
  const open = [file]
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const { from, to } of imports)
      if (from === at && !reached.has(to)) {
        reached.add(to)
        open.push(to)
      }
  return reached
}

test('the road of an event has eight files, from publishEvent to the attempt', () => {
  expect(road).toHaveLength(8)
  expect(readFileSync(ROOT + road[0]!, 'utf8')).toContain('publishEvent(')
  expect(road.at(-1)).toBe('src/attempts/make-attempt.ts')
})

test.each(road.map((file, index) => [file, road.slice(0, index)] as const))(
  '%s does not lead back to a file before it',
  (file, before) => {
    const reached = reachableFrom(file)
    expect(before.filter((earlier) => reached.has(earlier))).toEqual([])
  },
)
