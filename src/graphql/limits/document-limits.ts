import {
  GraphQLError,
  Kind,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql'

/** Most tokens of a query. Bounds what parsing and validating one can cost; large data belongs into variables. */
export const MAXIMUM_TOKENS = 2_000

/** Most levels of fields. The usual introspection query has 15. */
const MAXIMUM_DEPTH = 15

/** Most aliases, each counted as often as its fragment is used. */
const MAXIMUM_ALIASES = 50

/** Most fields, counted likewise. */
const MAXIMUM_FIELDS = 1_000

interface Size {
  depth: number
  aliases: number
  fields: number
}

const EMPTY: Size = { depth: 0, aliases: 0, fields: 0 }

/** A validation rule: refuses operations that are too deep, or too long with their fragments written out. */
export const DocumentLimits: ValidationRule = (context) => {
  const known = new Map<string, Size>()

  function sizeOfFragment(fragment: FragmentDefinitionNode | null | undefined): Size {
    if (!fragment) return EMPTY
    const name = fragment.name.value
    const size = known.get(name)
    if (size) return size
    known.set(name, EMPTY) // a fragment inside itself: another rule refuses it
    const measured = sizeOf(fragment.selectionSet)
    known.set(name, measured)
    return measured
  }

  function sizeOf(selectionSet: SelectionSetNode | undefined): Size {
    let { depth, aliases, fields } = EMPTY
    for (const selection of selectionSet?.selections ?? []) {
      const isField = selection.kind === Kind.FIELD
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? sizeOfFragment(context.getFragment(selection.name.value))
          : sizeOf(selection.selectionSet)
      depth = Math.max(depth, inner.depth + (isField ? 1 : 0))
      aliases += inner.aliases + (isField && selection.alias ? 1 : 0)
      fields += inner.fields + (isField ? 1 : 0)
    }
    return { depth, aliases, fields }
  }

  return {
    OperationDefinition(operation) {
      const { depth, aliases, fields } = sizeOf(operation.selectionSet)
      const refuse = (what: string, size: number, maximum: number) => {
        if (size <= maximum) return
        const message = `The operation has ${size} ${what}; ${maximum} are allowed.`
        context.reportError(new GraphQLError(message, { nodes: operation }))
      }
      refuse('levels of fields', depth, MAXIMUM_DEPTH)
      refuse('aliases', aliases, MAXIMUM_ALIASES)
      refuse('fields', fields, MAXIMUM_FIELDS)
    },
  }
}
