import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { nameSchemas, UNION, type Catalogue } from './named-schemas.ts'

const BANNER = `/** Made by \`durahook types export\`. Don't change it: export it again. */`

/**
 * TypeScript for a catalogue: a type for the data of each event type, one for its body, and `WebhookBody`, the union of the bodies. It
 * is told apart by the member with the type's name. The same catalogue gives the same text.
 */
export async function typescriptOf(catalogue: Catalogue): Promise<string> {
  if (Object.keys(catalogue.$defs).length === 0) return `${BANNER}\nexport type ${UNION} = never\n`
  const { compile } = await loadCompiler()
  return compile(nameSchemas(catalogue), UNION, {
    bannerComment: BANNER,
    // Receivers ignore members that they don't know; their types are of those they do.
    additionalProperties: false,
    // Nothing is read from files or other servers.
    $refOptions: { resolve: { external: false, file: false, http: false } },
    style: { singleQuote: true, semi: false, printWidth: 110 },
  })
}

/**
 * Loading it takes longer than most commands, and it is larger than all the rest: who installed durahook for its libraries may not
 * have it.
 */
const loadCompiler = () =>
  import('json-schema-to-typescript').catch((cause: unknown) => {
    throw new CommandError(
      EXIT.usage,
      'Types are written with the package json-schema-to-typescript, which is not here. Run: npm install json-schema-to-typescript',
      { cause },
    )
  })
