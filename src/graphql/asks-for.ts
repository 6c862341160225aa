import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql'

/** Whether the selection below a field contains one of these fields, at any depth and in fragments too. */
export function asksFor({ fieldNodes, fragments }: GraphQLResolveInfo, names: readonly string[]): boolean {
  const seen = new Set<string>()
  const holds = (selections: SelectionSetNode | undefined): boolean =>
    selections?.selections.some((selection) => {
      if (selection.kind === Kind.FIELD)
        return names.includes(selection.name.value) || holds(selection.selectionSet)
      if (selection.kind === Kind.INLINE_FRAGMENT) return holds(selection.selectionSet)
      const { value } = selection.name
      if (seen.has(value)) return false
      seen.add(value)
      return holds(fragments[value]?.selectionSet)
    }) ?? false
  return fieldNodes.some(({ selectionSet }) => holds(selectionSet))
}
