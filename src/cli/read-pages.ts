import type { Session } from './session.ts'

interface Page<Node> {
  page: { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
}

/** The most that the API gives at once. */
const PAGE = 200

/**
 * Reads a list of the API page by page, up to a number of entries. The query names the list `page`, takes `$first` and `$after`, and
 * asks for nodes and pageInfo. @throws DurahookError
 */
export async function* readPages<Node>(
  session: Session,
  query: string,
  variables: Record<string, unknown>,
  limit: number,
): AsyncGenerator<Node, void, void> {
  let after: string | null = null
  for (let left = limit; left > 0;) {
    const { page }: Page<Node> = await session.ask(query, {
      ...variables,
      first: Math.min(left, PAGE),
      after,
    })
    yield* page.nodes
    left -= page.nodes.length
    if (!page.pageInfo.hasNextPage) return
    after = page.pageInfo.endCursor
  }
}
