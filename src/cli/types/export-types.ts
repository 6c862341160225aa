import { writeFile } from 'node:fs/promises'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import type { CatalogueFormat } from '../../words/enums.ts'
import type { Catalogue } from './named-schemas.ts'
import { typescriptOf } from './typescript-of.ts'

const CATALOGUE = /* GraphQL */ `
  query ($organizationId: ID, $format: CatalogueFormat!, $dialect: String) {
    catalogue(organizationId: $organizationId, format: $format, dialect: $dialect)
  }
`

/** The catalogue that each format is made from. */
export const FORMATS = {
  typescript: 'JSON_SCHEMA',
  'json-schema': 'JSON_SCHEMA',
  openapi: 'OPENAPI',
} satisfies Record<string, CatalogueFormat>

export interface ExportOptions {
  format: keyof typeof FORMATS
  /** A file; stdout unless given. */
  out?: string
  dialect?: string
}

/** Prints the event types, or writes them to a file. @throws CommandError when the file can't be written; DurahookError */
export async function exportTypes(
  { format, out, dialect }: ExportOptions,
  session: Session,
  terminal: Terminal,
): Promise<void> {
  const { organizationId, json } = session
  const { catalogue } = await session.ask<{ catalogue: unknown }>(CATALOGUE, {
    organizationId,
    format: FORMATS[format],
    dialect,
  })
  const text =
    format === 'typescript' ? await typescriptOf(catalogue as Catalogue) : JSON.stringify(catalogue, null, 2)
  if (out === undefined)
    return terminal.print(json ? JSON.stringify(format === 'typescript' ? text : catalogue) : text.trimEnd())
  try {
    await writeFile(out, text.endsWith('\n') ? text : `${text}\n`)
  } catch (error) {
    throw new CommandError(EXIT.usage, `${out} can't be written: ${(error as Error).message}`)
  }
  terminal.print(json ? JSON.stringify({ file: out }) : `Written to ${out}.`)
}
