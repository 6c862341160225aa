import type { Envelope } from '../../src/dialects/dialect.ts'

export const envelope: Envelope = {
  eventId: 'evt_01HX0000000000000000000001',
  deliveryId: 'wd_01HX0000000000000000000000',
  organizationId: 'org_01HX0000000000000000000002',
  channelId: 'cmp_01HX0000000000000000000000',
  eventType: 'lead.created',
  occurredAt: new Date('2026-04-26T19:42:11.987Z'),
  data: '{"n":1}',
}

/** Data that parsing and writing again, or a careless string replace, would change. */
export const hostileData: Record<string, string> = {
  'numbers past 2^53': '{"big":12345678901234567890,"long":0.1000000000000000055511151231257827}',
  'spelled numbers': '{"one":1.0,"exponent":1E+2,"zero":-0,"tiny":1e-400}',
  'key order': '{"zebra":1,"alpha":2,"10":3,"9":4}',
  'a key twice': '{"a":1,"a":2}',
  __proto__: '{"__proto__":{"admin":true},"constructor":null}',
  'line separators': '{"s":"a\u2028b\u2029c"}',
  'emoji and accents': '{"s":"\u{1f98a}é\u0301<&>"}',
  'escaped quotes': '{"s":"\\"}\\\\\\",\\"data\\":\\"","t":"\\\\"}',
  'escapes nobody needs': '{"s":"\\u0041\\/\\u00e9\\ud83e\\udd8a","half":"\\ud800"}',
  'replacement patterns': '{"s":"$& $1 $$ $` \\u0024"}',
  'white space': '{ "a" : [ 1 ,\n\t2 ] ,\r\n "b" : { } }',
  'not an object': '[null,true,"x"]',
}
