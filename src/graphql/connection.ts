import type { Place } from '../database/search-newest.ts'

/** Page size if `first` is not given. */
export const DEFAULT_PAGE = 50
export const MAXIMUM_PAGE = 200

/** Checked before anything runs (limits/check-arguments.ts). */
export interface PageArguments {
  first?: number | null | undefined
  after?: string | null | undefined
  /** Only lists that can be read in both directions have these. */
  last?: number | null | undefined
  before?: string | null | undefined
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

/** Encodes positions in a list as cursors. */
export interface CursorCodec<Position> {
  encode(position: Position): string
  /** Null if it is not a cursor of this list. */
  decode(cursor: string): Position | null
}

/** What a filtered list found among the items that it examined. */
export interface SearchResult<Node, Position> {
  nodes: Node[]
  /** Position of the last examined item if more items follow; null if all were examined. */
  searchedTo: Position | null
}

/** Reads one page of a list: up to `limit` nodes behind the position `after`; null: from where the list begins or, backward, ends. */
type ReadPage<Node, Position> = (
  after: Position | null,
  limit: number,
  backward: boolean,
) => Promise<Node[] | SearchResult<Node, Position>>

/**
 * Reads one page of a list: forward, or backward from `before`, if the list has that; then `read` gives the last nodes first. A
 * page of a filtered list can be short or even empty although another page exists; `endCursor`, or backward `startCursor`, is
 * then the position where the search stopped.
 */
export async function connectionOf<Node extends Position, Position>(
  { first, after, last, before }: PageArguments,
  codec: CursorCodec<Position>,
  read: ReadPage<Node, Position>,
): Promise<Connection<Node>> {
  const backward = last != null || before != null
  const size = (backward ? last : first) ?? DEFAULT_PAGE
  const cursor = backward ? before : after
  const position = cursor == null ? null : codec.decode(cursor)
  const found = await read(position, size + 1, backward)
  const { nodes, searchedTo } = Array.isArray(found) ? { nodes: found, searchedTo: null } : found
  const page = nodes.slice(0, size)
  if (backward) page.reverse()
  const edges = page.map((node) => ({ cursor: codec.encode(node), node }))
  const full = nodes.length > size
  const hasMore = full || searchedTo !== null
  const stop = !full && searchedTo !== null ? codec.encode(searchedTo) : null
  const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null]
  return {
    edges,
    nodes: page,
    // In the other direction there is at least what the cursor stands for.
    pageInfo: backward
      ? {
          hasNextPage: position !== null,
          hasPreviousPage: hasMore,
          startCursor: stop ?? startCursor,
          endCursor,
        }
      : {
          hasNextPage: hasMore,
          hasPreviousPage: position !== null,
          startCursor,
          endCursor: stop ?? endCursor,
        },
  }
}

/** The name of a list is its field, `Webhook.deliveries`. A cursor is valid only for the list that returned it. */
export type ListName = `${string}.${string}`

/** Reads one page of a list ordered by id; see connectionOf. */
export function listById<Node extends { id: string }>(
  list: ListName,
  page: PageArguments,
  read: (after: string | null, limit: number) => Promise<Node[] | SearchResult<Node, { id: string }>>,
): Promise<Connection<Node>> {
  return connectionOf<Node, { id: string }>(page, idCursors(list), (after, limit) =>
    read(after?.id ?? null, limit),
  )
}

/** Reads one page of a list ordered by id, the newest first, that can be read in both directions; see connectionOf. */
export function searchById<Node extends { id: string }>(
  list: ListName,
  page: PageArguments,
  read: (place: Place) => Promise<SearchResult<Node, { id: string }>>,
): Promise<Connection<Node>> {
  return connectionOf<Node, { id: string }>(page, idCursors(list), (after, limit, backward) =>
    read({ direction: backward ? 'newer' : 'older', after: after?.id ?? null, limit }),
  )
}

/** Reads one page of a list ordered by time and id; see connectionOf. */
export function listByTime<Node extends TimePosition>(
  list: ListName,
  page: PageArguments,
  read: (after: TimePosition | null, limit: number) => Promise<Node[]>,
): Promise<Connection<Node>> {
  return connectionOf<Node, TimePosition>(page, timeCursors(list), read)
}

export interface TimePosition {
  createdAt: Date
  id: string
}

/** What is wrong with a cursor of a list of entities (not of a delivery log); null if it is valid. */
export function cursorProblem(list: ListName, argument: 'after' | 'before', cursor: string): string | null {
  const codec = BY_TIME.has(list) ? timeCursors(list) : idCursors(list)
  if (codec.decode(cursor)) return null
  const other = /^(?:id2|time1):(\w+\.\w+):/.exec(textOf(cursor))?.[1]
  return other === undefined || other === list
    ? `"${argument}" is not a cursor of this list. Use a cursor the list gave.`
    : `"${argument}" is not a cursor of this list, ${list}: it is one of ${other}. Use a cursor the list gave.`
}

/** Lists with ids that the product may choose, so that the ids don't tell which entity is newer. */
const BY_TIME: ReadonlySet<string> = new Set(['Query.organizations'])

const textOf = (cursor: string) => Buffer.from(cursor, 'base64url').toString()
const ID = '([\\w-]{1,64})'

function idCursors(list: ListName): CursorCodec<{ id: string }> {
  // `id1` is the old format, without the list's name. Clients may still have such cursors.
  const pattern = new RegExp(`^(?:id1|id2:${list.replace('.', '\\.')}):${ID}$`)
  return {
    encode: ({ id }) => Buffer.from(`id2:${list}:${id}`).toString('base64url'),
    decode(cursor) {
      const id = pattern.exec(textOf(cursor))?.[1]
      return id === undefined ? null : { id }
    },
  }
}

function timeCursors(list: ListName): CursorCodec<TimePosition> {
  const pattern = new RegExp(`^time1:${list.replace('.', '\\.')}:(\\d{1,13}):${ID}$`)
  return {
    encode: ({ createdAt, id }) =>
      Buffer.from(`time1:${list}:${createdAt.getTime()}:${id}`).toString('base64url'),
    decode(cursor) {
      const [, time, id] = pattern.exec(textOf(cursor)) ?? []
      return time === undefined || id === undefined ? null : { createdAt: new Date(Number(time)), id }
    },
  }
}
