import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { DialectEventType } from '../../src/dialects/dialect.ts'
import { loadDialects } from '../../src/dialects/registry.ts'
import { loadTables } from './table.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
type JsonObject = { [name: string]: Json }

const dialects = await loadDialects()
const ajv = new Ajv2020({ strict: true, strictTypes: true, allErrors: true })
addFormats.default(ajv)

/** Every member of every object in a value, by its dotted path. */
function members(value: JsonObject, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, member]) => {
    const path = prefix + name
    const isObject = typeof member === 'object' && member !== null && !Array.isArray(member)
    return isObject ? [path, ...members(member, `${path}.`)] : [path]
  })
}

/** A copy of the value in which the owner of one member was changed. */
function changed(value: object, path: string, change: (owner: JsonObject, name: string) => void): JsonObject {
  const copy = structuredClone(value) as JsonObject
  const names = path.split('.')
  const owner = names.slice(0, -1).reduce((object, name) => object[name] as JsonObject, copy)
  change(owner, names.at(-1)!)
  return copy
}

/** A value of a type the schema does not allow: none has a boolean. */
const wrong = true

describe.each(await loadTables())('event types of $name', (table) => {
  const dialect = dialects.get(table.name)!
  const compile = (type: DialectEventType) => ajv.compile(type.schema)
  const free = (path: string) => table.free.some((prefix) => path.startsWith(`${prefix}.`))

  it('are the documented ones', () => {
    expect(dialect.eventTypes.map((type) => type.name)).toEqual(table.eventTypes)
  })

  describe.each([...dialect.eventTypes])('$name', (type) => {
    const validate = compile(type)
    const paths = members(type.example as JsonObject)

    it('has an example that meets the schema', () => {
      expect(validate(type.example), ajv.errorsText(validate.errors)).toBe(true)
    })

    it('has an example that survives JSON', () => {
      expect(JSON.parse(JSON.stringify(type.example))).toEqual(type.example)
    })

    it('is described in a sentence', () => {
      expect(type.description).toMatch(/^[A-Z].*\.$/)
    })

    it.each(paths.filter((path) => !free(path)))('refuses a wrong type in %s', (path) => {
      expect(validate(changed(type.example, path, (owner, name) => (owner[name] = wrong)))).toBe(false)
    })

    it.each(paths.filter((path) => !free(path)))('misses %s only if it is required', (path) => {
      const without = changed(type.example, path, (owner, name) => delete owner[name])
      expect(validate(without)).toBe(table.optional.includes(path))
    })

    it('takes members the product may add anywhere', () => {
      let data = structuredClone(type.example) as JsonObject
      for (const path of ['added', ...paths.map((owner) => `${owner}.added`)]) {
        data = changed(data, path, (owner, name) => {
          if (typeof owner === 'object' && owner !== null) owner[name] = { any: [1, null] }
        })
      }
      expect(validate(data), ajv.errorsText(validate.errors)).toBe(true)
    })
  })

  it.for(table.data)('$type with $data: $valid', ({ type, data, valid }) => {
    const eventType = dialect.eventTypes.find((other) => other.name === type)!
    expect(compile(eventType)(data)).toBe(valid)
  })
})
