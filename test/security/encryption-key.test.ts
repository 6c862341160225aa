import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { keysInUse, resealSecrets } from '../../src/secrets/reseal-secrets.ts'
import { parseSettings } from '../../src/settings/settings.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { whenFree } from '../support/when-free.ts'

describe('a keyring', () => {
  const keys = ['new', 'old'].map((id) => ({ id, key: randomBytes(32) }))
  const [newest, old] = keys as [{ id: string; key: Buffer }, { id: string; key: Buffer }]

  test('opens what it sealed, and what an older key sealed', () => {
    const ring = createKeyring(keys)
    expect(ring.open(ring.seal('secret', 'wh_1'), 'wh_1')).toBe('secret')
    const older = createKeyring([old]).seal('secret', 'wh_1')
    expect(ring.open(older, 'wh_1')).toBe('secret')
    expect([ring.isOutdated(older), ring.isOutdated(ring.seal('s', 'c'))]).toEqual([true, false])
  })

  test('seals the same secret differently each time', () => {
    const ring = createKeyring([newest])
    expect(new Set(Array.from({ length: 100 }, () => ring.seal('secret', 'wh_1'))).size).toBe(100)
  })

  test('opens nothing that was altered, cut, moved to another webhook, or sealed with a key it lacks', () => {
    const ring = createKeyring([newest])
    const sealed = ring.seal('secret', 'wh_1')
    const [id, body] = sealed.split('.') as [string, string]
    const bytes = Buffer.from(body, 'base64')
    for (let index = 0; index < bytes.length; index += 1) {
      const altered = Buffer.from(bytes)
      altered[index]! ^= 1
      expect(() => ring.open(`${id}.${altered.toString('base64')}`, 'wh_1')).toThrow()
    }
    for (const length of [0, 12, 16, 20, 27])
      expect(() => ring.open(`${id}.${bytes.subarray(0, length).toString('base64')}`, 'wh_1')).toThrow()
    // A tag cut short is not a short tag: with nothing behind it, it would be right as far as it goes.
    const empty = Buffer.from(ring.seal('', 'wh_1').split('.')[1]!, 'base64')
    for (const length of [16, 20, 24])
      expect(() => ring.open(`${id}.${empty.subarray(0, length).toString('base64')}`, 'wh_1')).toThrow()
    expect(() => ring.open(sealed, 'wh_2')).toThrow()
    expect(() => ring.open(createKeyring([old]).seal('secret', 'wh_1'), 'wh_1')).toThrow(
      /"old", which is not in ENCRYPTION_KEYS/,
    )
  })

  test.each([
    'k1',
    'k1:abc',
    'k1:' + randomBytes(31).toString('base64'),
    'k 1:' + randomBytes(32).toString('base64'),
  ])('the setting %s is refused', (text) => {
    expect(() => parseSettings({ ENCRYPTION_KEYS: text })).toThrow(/ENCRYPTION_KEYS/)
  })
})

describe('rotate-encryption-key', () => {
  let app: TestApp
  let organization: TestOrganization
  let receiver: TestReceiver
  beforeAll(async () => {
    const old = `k1:${randomBytes(32).toString('base64')}`
    // Every process knows both keys; the new one is first: what the command is run in.
    app = await openTestApp({
      environment: { ENCRYPTION_KEYS: `k2:${randomBytes(32).toString('base64')},${old}` },
    })
    organization = await app.organization()
    receiver = await openReceiver()
    await createEventType(organization.client, 'thing.happened')
  })
  afterAll(async () => {
    await app[Symbol.asyncDispose]()
    await receiver.close()
  })

  /** A webhook whose secret is under the old key, as one made before the new key came. */
  async function oldWebhook() {
    const webhook = await createWebhook(organization.client, {
      url: receiver.url,
      eventTypes: ['thing.happened'],
    })
    await sealWithOld(webhook.id, webhook.secret)
    return webhook
  }
  async function sealWithOld(id: string, secret: string) {
    const ring = createKeyring([app.settings.ENCRYPTION_KEYS[1]!])
    const secrets = JSON.stringify([{ sealed: ring.seal(secret, id), expiresAt: null }])
    await sql(app.database)`update webhooks set secrets = ${secrets}::jsonb where id = ${id}`
  }
  const reveal = async (id: string) =>
    (
      await organization.client.request(`mutation ($id: ID!) { revealWebhookSecret(id: $id) { secret } }`, {
        id,
      })
    ).revealWebhookSecret.secret as string

  function run(environment: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
    const child = spawn('node', ['src/app/main.ts', 'rotate-encryption-key'], {
      env: { ...process.env, ...app.environment, ...environment },
    })
    const chunks: string[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => void chunks.push(String(chunk)))
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, output: chunks.join('') })))
  }

  test('seals everything again under the newest key, in batches, while deliveries and rotations go on', async () => {
    const first = await oldWebhook()
    // Many, made by copying: more than two batches.
    const ring = createKeyring([app.settings.ENCRYPTION_KEYS[1]!])
    const copies = Array.from({ length: 250 }, (_, index) => ({
      id: `wh_copy_${String(index).padStart(4, '0')}`,
      secret: `whsec_${randomBytes(24).toString('base64')}`,
    }))
    const rows = copies.map(({ id, secret }) => ({
      id,
      secrets: [
        { sealed: ring.seal(secret, id), expiresAt: null },
        { sealed: ring.seal('old', id), expiresAt: '2030-01-01T00:00:00.000Z' },
      ],
    }))
    await sql(app.database)`
      insert into webhooks (id, organization_id, dialect, url, description, event_types, status, headers, secret_kind, secrets)
      select r.id, organization_id, dialect, url, description, event_types, 'DISABLED', headers, secret_kind, r.secrets
      from webhooks w, json_to_recordset(${JSON.stringify(rows)}) as r(id text, secrets jsonb) where w.id = ${first.id}`

    let running = true
    const rotated: string[] = []
    const rotations = (async () => {
      while (running) {
        const { rotateWebhookSecret } = await whenFree(() =>
          organization.client.request(
            `mutation ($id: ID!) { rotateWebhookSecret(id: $id, overlapSeconds: 0) { secret } }`,
            { id: copies[0]!.id },
          ),
        )
        rotated.push(rotateWebhookSecret.secret)
        await publish(organization.client, 'thing.happened', { n: rotated.length })
      }
    })()
    const { code, output } = await run()
    running = false
    await rotations
    expect(output).toContain('All secrets are sealed with "k2"')
    expect(code).toBe(0)
    expect(await keysInUse(app.database)).toMatchObject([{ id: 'k2' }])

    expect(await reveal(first.id)).toBe(first.secret)
    expect(await reveal(copies[0]!.id)).toBe(rotated.at(-1) ?? copies[0]!.secret)
    const readable = createKeyring([app.settings.ENCRYPTION_KEYS[0]!])
    const stored = await sql<{ id: string; secrets: { sealed: string }[] }>(
      app.database,
    )`select id, secrets from webhooks where id like 'wh_copy_%' order by id`
    const lost = stored
      .slice(1)
      .filter(
        ({ id, secrets }, index) =>
          readable.open(secrets[0]!.sealed, id) !== copies[index + 1]!.secret ||
          readable.open(secrets[1]!.sealed, id) !== 'old',
      )
    expect(lost).toEqual([])
    await eventually(async () => {
      const { deliveries } = await organization.client.request(
        `query ($id: ID) { deliveries(webhookId: $id, status: SUCCEEDED, first: 200) { nodes { id } } }`,
        { id: first.id },
      )
      return deliveries.nodes.length >= Math.min(rotated.length, 200)
    })
    console.log(
      `encryption key: ${stored.length + 1} webhooks sealed again while ${rotated.length} rotations and deliveries went on, ${lost.length} secrets lost`,
    )

    // With the old key gone, everything still opens; and there is nothing left to do.
    const again = await run({ ENCRYPTION_KEYS: app.environment['ENCRYPTION_KEYS']!.split(',')[0]! })
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('(0 webhooks changed)') })
  }, 180_000)

  test('says which key is missing, and changes nothing', async () => {
    const { id } = await oldWebhook()
    const before = await sql<{ secrets: unknown }>(
      app.database,
    )`select secrets from webhooks where id = ${id}`
    const { code, output } = await run({ ENCRYPTION_KEYS: `k3:${randomBytes(32).toString('base64')}` })
    expect(code).toBe(1)
    expect(output).toMatch(/in use and not in ENCRYPTION_KEYS: "k2" \(\d+ secrets\), "k1" \(1 secrets\)/)
    expect(await sql(app.database)`select secrets from webhooks where id = ${id}`).toEqual(before)
    await run()
  })

  test('undoes a batch that holds a secret it can not open', async () => {
    const good = await oldWebhook()
    const bad = await oldWebhook()
    await sql(
      app.database,
    )`update webhooks set secrets = jsonb_set(secrets, '{0,sealed}', '"k1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"') where id = ${bad.id}`
    await expect(resealSecrets(app.database, createKeyring(app.settings.ENCRYPTION_KEYS))).rejects.toThrow()
    expect(await keysInUse(app.database)).toContainEqual({ id: 'k1', secrets: 2 })
    expect(await reveal(good.id)).toBe(good.secret)
  })
})
