import {
  createSourceEventStream,
  execute,
  Kind,
  print,
  visit,
  type ASTNode,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql'
import type { ApiContext } from './context.ts'

/** An event of a subscription, under the name of the field: an entry of a log, or a replay. */
type Event = Record<string, { node: object } | object>

/**
 * GraphQL's `subscribe`, with a cache: each event is resolved only once for all subscribers with the same operation and
 * the same rights. Subscribers at the same position of a log get the same `node` object, those of a replay the same replay: this
 * object is the key of the cache. A cached answer lives as long as it.
 */
export function createSubscribe() {
  const answers = new WeakMap<object, Map<string, Promise<ExecutionResult>>>()

  function answer(args: ExecutionArgs, key: string, event: Event): Promise<ExecutionResult> {
    const value = Object.values(event)[0]!
    const node = 'node' in value ? value.node : value
    const ofEntry = answers.get(node) ?? new Map<string, Promise<ExecutionResult>>()
    answers.set(node, ofEntry)
    let result = ofEntry.get(key)
    if (!result) {
      result = Promise.resolve(execute({ ...args, rootValue: event }))
      ofEntry.set(key, result)
      void result.then(({ errors }) => errors && ofEntry.delete(key)) // a failed answer is not cached
    }
    return result
  }

  async function* answerEach(args: ExecutionArgs, events: AsyncIterable<Event>) {
    const key = keyOf(args)
    for await (const event of events) yield answer(args, key, event)
  }

  return async function subscribe(
    args: ExecutionArgs,
  ): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const source = await createSourceEventStream(args)
    return Symbol.asyncIterator in source ? answerEach(args, source as AsyncIterable<Event>) : source
  }
}

/** A cache key of everything that an answer depends on besides the entry. */
function keyOf({ document, operationName, variableValues, contextValue }: ExecutionArgs): string {
  const { organizationId, scopes } = (contextValue as ApiContext).apiKey
  const values = namesUsed(document).map((name) => [name, variableValues?.[name]])
  return JSON.stringify([print(document), operationName, values, organizationId, [...scopes].sort()])
}

/** Variables that affect the answer. Those of the log field's own arguments, such as `after`, don't. */
function namesUsed(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, {
    VariableDefinition: () => false,
    Variable({ name }, _key, _parent, _path, ancestors) {
      const kinds = ancestors.map((ancestor) => (ancestor as ASTNode).kind)
      const depth = kinds.filter((kind) => kind === Kind.SELECTION_SET).length
      const ofLog =
        depth === 1 && kinds.includes(Kind.OPERATION_DEFINITION) && !kinds.includes(Kind.DIRECTIVE)
      if (!ofLog) names.add(name.value)
    },
  })
  return [...names].sort()
}
