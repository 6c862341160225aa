import { badInput } from './errors.ts'

/** Unless `first` says otherwise. */
export const DEFAULT_PAGE = 50
export const MAXIMUM_PAGE = 200

export interface PageArguments {
  first?: number | null | undefined
  after?: string | null | undefined
}

export interface Connection<Node> {
  edges: { cursor: string; node: Node }[]
  nodes: Node[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }
}

/** How the places of a list are written as cursors. */
export interface CursorCodec<Node, Position> {
  encode(node: Node): string
  /** Null: not a cursor of this list. */
  decode(cursor: string): Position | null
}

/**
 * One page of a list. `read(after, limit)` gives up to `limit` nodes behind `after` (null: from the beginning). Throws
 * BAD_USER_INPUT for a page size out of range or a cursor that is not of this list.
 */
export async function connectionOf<Node, Position>(
  { first, after }: PageArguments,
  codec: CursorCodec<Node, Position>,
  read: (after: Position | null, limit: number) => Promise<Node[]>,
): Promise<Connection<Node>> {
  const size = first ?? DEFAULT_PAGE
  if (size < 1 || size > MAXIMUM_PAGE)
    throw badInput(`"first" must be from 1 to ${MAXIMUM_PAGE}; it is ${size}.`)
  const position = after == null ? null : codec.decode(after)
  if (after != null && position === null)
    throw badInput(`"after" is not a cursor of this list. Use a cursor the list gave.`)
  const nodes = await read(position, size + 1)
  const page = nodes.slice(0, size)
  const edges = page.map((node) => ({ cursor: codec.encode(node), node }))
  return {
    edges,
    nodes: page,
    pageInfo: {
      hasNextPage: nodes.length > size,
      hasPreviousPage: position !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

/** One page of a list ordered by id; as connectionOf. */
export function listById<Node extends { id: string }>(
  page: PageArguments,
  read: (after: string | null, limit: number) => Promise<Node[]>,
): Promise<Connection<Node>> {
  return connectionOf<Node, string>(page, idCursors, read)
}

const idCursors: CursorCodec<{ id: string }, string> = {
  encode: ({ id }) => Buffer.from(`id1:${id}`).toString('base64url'),
  decode: (cursor) => /^id1:([\w-]{1,64})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1] ?? null,
}
