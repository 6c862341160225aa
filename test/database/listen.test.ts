import { pino } from 'pino'
import { expect, test } from 'vitest'
import { listen } from '../../src/database/listen.ts'
import { createTestDatabase } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openTcpProxy } from '../support/tcp-proxy.ts'

test('a connection whose other end has vanished is found to be closed, and opened again', async () => {
  const url = new URL(await createTestDatabase('vanishes'))
  await using proxy = await openTcpProxy({ host: url.hostname, port: Number(url.port) })
  url.port = String(proxy.port)
  const listener = await listen(url.href, ['news'], pino({ level: 'silent' }))
  let woken = 0
  listener.on('news', () => (woken += 1))
  expect(listener.isOpen()).toBe(true)
  // No end is said: what hangs takes bytes, and gives none.
  await proxy.become('hang')
  await eventually(() => !listener.isOpen())
  const before = woken // a busy machine may have opened it again already
  await proxy.become('pass')
  // It may have missed some.
  await eventually(() => listener.isOpen() && woken > before)
  await listener.close()
})
