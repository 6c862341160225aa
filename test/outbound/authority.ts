import { generate, type SelfsignedOptions } from 'selfsigned'

/** A private key and its certificate, as PEM, in the form node:tls takes. */
export interface Identity {
  key: string
  cert: string
}

export interface Authority {
  /** The authority's own certificate, as PEM. */
  ca: string
  /** Issues a certificate for names and addresses, valid for a year from now unless told otherwise. */
  issue(subject: {
    names?: string[]
    addresses?: string[]
    notBefore?: Date
    notAfter?: Date
  }): Promise<Identity>
}

const EC: SelfsignedOptions = { keyType: 'ec', algorithm: 'sha256' }

/** A certificate authority that lives as long as one test file. */
export async function createAuthority(): Promise<Authority> {
  const commonName = `durahook test authority ${Math.random()}`
  const root = await generate([{ name: 'commonName', value: commonName }], {
    ...EC,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  })

  return {
    ca: root.cert,
    async issue({ names = [], addresses = [], notBefore, notAfter }) {
      const leaf = await generate([{ name: 'commonName', value: 'receiver' }], {
        ...EC,
        ca: { key: root.private, cert: root.cert },
        ...(notBefore && { notBeforeDate: notBefore }),
        ...(notAfter && { notAfterDate: notAfter }),
        extensions: [
          {
            name: 'subjectAltName',
            altNames: [
              ...names.map((value) => ({ type: 2 as const, value })),
              ...addresses.map((ip) => ({ type: 7 as const, ip })),
            ],
          },
        ],
      })
      return { key: leaf.private, cert: leaf.cert }
    },
  }
}

/** An authority with RSA keys, which issues for 127.0.0.1 what no client should take. */
export interface CarelessAuthority {
  /** Its own certificate, as PEM. */
  ca: string
  /** With a short key, by an old digest, or not for servers. */
  issue(fault: { keySize?: number; algorithm?: string; clientOnly?: boolean }): Promise<Identity>
}

export async function createCarelessAuthority(): Promise<CarelessAuthority> {
  const root = await generate(
    [{ name: 'commonName', value: `durahook careless authority ${Math.random()}` }],
    {
      algorithm: 'sha256',
      keySize: 2048,
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, critical: true },
      ],
    },
  )
  return {
    ca: root.cert,
    async issue({ keySize = 2048, algorithm = 'sha256', clientOnly = false }) {
      const leaf = await generate([{ name: 'commonName', value: 'receiver' }], {
        keySize,
        algorithm,
        ca: { key: root.private, cert: root.cert },
        extensions: [
          { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
          ...(clientOnly ? [{ name: 'extKeyUsage' as const, clientAuth: true }] : []),
        ],
      })
      return { key: leaf.private, cert: leaf.cert }
    },
  }
}

/** A certificate for an address that nobody but its own key vouches for. */
export async function selfSigned(address: string): Promise<Identity> {
  const leaf = await generate([{ name: 'commonName', value: 'receiver' }], {
    ...EC,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: address }] }],
  })
  return { key: leaf.private, cert: leaf.cert }
}
