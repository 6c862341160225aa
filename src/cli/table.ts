import { stripVTControlCharacters } from 'node:util'

const GAP = '  '

/** Rows of cells as lines with aligned columns. Cells may be coloured. The last column is not filled up. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat(widths[column]! - widthOf(cell)),
      )
      .join(GAP)
      .trimEnd(),
  )
}

const widthOf = (cell: string) => stripVTControlCharacters(cell).length
