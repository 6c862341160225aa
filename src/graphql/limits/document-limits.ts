import {
  GraphQLError,
  Kind,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql'

/** Maximum number of tokens. Limits the cost of parsing and validating; large data belongs in variables. */
export const MAXIMUM_TOKENS = 2_000

/** Maximum nesting of fields. The usual introspection query has 15 levels. */
const MAXIMUM_DEPTH = 15

/** Maximum number of aliases. An alias in a fragment counts each time the fragment is used. */
const MAXIMUM_ALIASES = 50

/** Maximum number of fields, counted like aliases. */
const MAXIMUM_FIELDS = 1_000

interface Size {
  depth: number
  aliases: number
  fields: number
}

const EMPTY: Size = { depth: 0, aliases: 0, fields: 0 }

/** A validation rule that rejects operations that are too deep, or too large with their fragments expanded. */
export const DocumentLimits: ValidationRule = (context) => {
  const known = new Map<string, Size>()

  function sizeOfFragment(fragment: FragmentDefinitionNode | null | undefined): Size {
    if (!fragment) return EMPTY
    const name = fragment.name.value
    const size = known.get(name)
    if (size) return size
    known.set(name, EMPTY) // stops at a recursive fragment, which another rule rejects
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
