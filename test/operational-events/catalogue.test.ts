import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { OPERATIONAL_EVENT_TYPES, unknownOperationalTypes } from '../../src/operational-events/catalogue.ts'
import { messageOf } from '../../src/operational-events/message.ts'

const ajv = new Ajv2020()
formats.default(ajv)

describe.each(OPERATIONAL_EVENT_TYPES)('$name', ({ name, schema, example, description }) => {
  test('its example fits its schema, which refuses less', () => {
    const validate = ajv.compile(schema)
    expect(validate(example), JSON.stringify(validate.errors)).toBe(true)
    for (const field of Object.keys(example)) {
      const { [field]: _, ...less } = example
      expect(validate(less), field).toBe(false)
    }
    expect(description).toMatch(/\.$/)
  })

  test('its message is sentences that say what is meant', () => {
    for (const data of [
      example,
      { ...example, webhook: { id: 'wh_1', uid: null, description: '', host: 'a.b' } },
    ]) {
      const message = messageOf({ type: name, data })
      expect(message).toMatch(/^[A-Z`i].+\.$/)
      expect(message).not.toMatch(/undefined|null|NaN|\.\.|not known/)
    }
  })
})

test('an operational webhook may ask for types and for patterns of them', () => {
  const fine = [
    '*',
    'webhook.*',
    'delivery.*',
    'replay.*',
    ...OPERATIONAL_EVENT_TYPES.map(({ name }) => name),
  ]
  expect(unknownOperationalTypes(fine)).toEqual([])
  const wrong = ['thing.happened', 'web.*', 'webhook', 'webhook.failing.*']
  expect(unknownOperationalTypes([...fine, ...wrong])).toEqual(wrong)
})
