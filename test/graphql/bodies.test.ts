import { expect, test } from 'vitest'
import { readLogBackward, readLogForward } from '../../src/log/read-log.ts'
import { START_OF_LOG } from '../../src/log/log-position.ts'
import { openTestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { openReceiver } from '../support/receiver.ts'

test('bodies of answers are read where they are asked for, however that is written, and nowhere else', async () => {
  await using app = await openTestApp()
  await using receiver = await openReceiver(() => ({ status: 200, body: 'thanks' }))
  const organization = await openOrganization(app)
  const { id: webhookId } = await organization.webhook(receiver.url)
  const deliveryId = (await organization.publish()).deliveryIds[0]!
  await organization.untilStatus(deliveryId, 'SUCCEEDED')
  const ask = async (selection: string, fragments = '') => {
    const query = `query ($webhook: ID!, $delivery: ID!) { webhook(id: $webhook) { ${selection} } delivery(id: $delivery) { id } } ${fragments}`
    return (await organization.client.request(query, { webhook: webhookId, delivery: deliveryId })).webhook
  }

  const text = await ask('deliveryLog { nodes { responseBody } }')
  expect(text.deliveryLog.nodes).toEqual([{ responseBody: 'thanks' }])
  const bytes = await ask(
    'log: deliveryLog { edges { ...Entry } }',
    'fragment Entry on DeliveryLogEntry { node { ... on Attempt { number ...Body } } } fragment Body on Attempt { body: responseBodyBase64 }',
  )
  expect(bytes.log.edges).toEqual([{ node: { number: 1, body: Buffer.from('thanks').toString('base64') } }])
  const nested = await ask('deliveries { nodes { attempts { nodes { responseBody } } } }')
  expect(nested.deliveries.nodes).toEqual([{ attempts: { nodes: [{ responseBody: 'thanks' }] } }])
  const without = await ask('deliveryLog { nodes { number statusCode } }')
  expect(without.deliveryLog.nodes).toEqual([{ number: 1, statusCode: 200 }])

  const back = await readLogBackward(app.database, { webhookId }, null, 10, {}, false)
  const forth = await readLogForward(app.database, { deliveryId }, START_OF_LOG, 10, false)
  expect([...back.nodes, ...forth.entries].map(({ responseBody }) => responseBody)).toEqual([null, null])
})
