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

/** What a subscription of a log gives: the field's name, and the entry under it. */
type Event = Record<string, { node: object }>

/**
 * GraphQL's `subscribe`, with answers shared: of all who follow one log with the same operation and the same rights,
 * each entry is resolved once. Subscribers at the same place of a log get the same `node` objects, which is how entries
 * are told apart; nothing is kept longer than those.
 */
export function createSubscribe() {
  const answers = new WeakMap<object, Map<string, Promise<ExecutionResult>>>()

  function answer(args: ExecutionArgs, key: string, event: Event): Promise<ExecutionResult> {
    const { node } = Object.values(event)[0]!
    const ofEntry = answers.get(node) ?? new Map<string, Promise<ExecutionResult>>()
    answers.set(node, ofEntry)
    let result = ofEntry.get(key)
    if (!result) {
      result = Promise.resolve(execute({ ...args, rootValue: event }))
      ofEntry.set(key, result)
      void result.then(({ errors }) => errors && ofEntry.delete(key)) // others may have more luck
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

/** All that an answer depends on besides the entry. */
function keyOf({ document, operationName, variableValues, contextValue }: ExecutionArgs): string {
  const { organizationId, scopes } = (contextValue as ApiContext).apiKey
  const values = namesUsed(document).map((name) => [name, variableValues?.[name]])
  return JSON.stringify([print(document), operationName, values, organizationId, [...scopes].sort()])
}

/** Variables besides the arguments of the log itself: where a subscriber began makes no difference to what follows. */
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
