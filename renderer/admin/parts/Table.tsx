import type { ComponentChildren } from 'preact';

export interface Column {
  readonly name: string;
  /** A number is written at the end of its column, so that sizes are compared; `short` breaks nowhere, as it does not. */
  readonly is?: 'number' | 'short';
}

interface TableProps {
  /** What it is, for who does not see it. */
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ComponentChildren[] }[];
}

/** Rows of which the first cell names each. Where there is no room for columns, each cell says what it is. */
export function Table({ caption, columns, rows }: TableProps) {
  const classOf = (index: number) => columns[index]?.is;
  return (
    <div class="card table">
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name }, index) => (
              <th key={name} scope="col" class={classOf(index)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...rest] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {rest.map((cell, index) => (
                <td
                  key={columns[index + 1]?.name}
                  class={classOf(index + 1)}
                  data-label={columns[index + 1]?.name}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
