import { globSync, readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { REPLAY_FIELDS } from '../../src/cli/follow-replay.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const schema = buildSchema(readFileSync(`${ROOT}schema.graphql`, 'utf8'))

const operations = globSync('src/cli/**/*.ts', { cwd: ROOT }).flatMap((file) =>
  [...readFileSync(ROOT + file, 'utf8').matchAll(/= \/\* GraphQL \*\/ `([^`]+)`/g)]
    .map(([, text]) => text!.replaceAll('${REPLAY_FIELDS}', REPLAY_FIELDS))
    .filter((text) => /^\s*(query|mutation|subscription)\b/.test(text))
    .map((text): [file: string, text: string] => [file, text]),
)

test.each(operations)('%s asks for what the schema has', (_, text) => {
  expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([])
})

test('all were found', () => {
  expect(operations).toHaveLength(15)
})
