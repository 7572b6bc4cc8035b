import { useState } from 'preact/hooks';
import type { Block } from '../../protocol.ts';
import { fieldsOf, listOf, numberOf, textOf } from '../unknown-value.ts';
import { RichText } from './passages.tsx';
import { cellText, nextSorting, type Row, rowsOf, type Sorting, sortRows } from './table-rows.ts';

export function TableBlock({ block }: { readonly block: Block }) {
  const { rows, column_settings } = block;
  const { header, body } = rowsOf(rows);
  const aligned = listOf(column_settings).map((setting) => textOf(fieldsOf(setting)['align']) || 'left');
  return (
    <div class="table-frame">
      <table>
        <thead>
          <tr>
            {header.map((cell, column) => (
              <th key={cellKey(cell, column)} scope="col" class={`align-${aligned[column] ?? 'left'}`}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <BodyRow key={rowKey(row, index)} row={row} aligned={aligned} headerColumn={undefined} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const DEFAULT_PAGE_SIZE = 5;

/** A table that its reader sorts and pages, as Slack's client does. */
export function DataTableBlock({ block }: { readonly block: Block }) {
  const { rows, caption, page_size, row_header_column_index } = block;
  const [sorting, setSorting] = useState<Sorting | undefined>();
  const [page, setPage] = useState(0);
  const { header, body } = rowsOf(rows);
  const size = numberOf(page_size) ?? DEFAULT_PAGE_SIZE;
  const pages = Math.max(1, Math.ceil(body.length / size));
  const current = Math.min(page, pages - 1);
  const shown = sortRows(body, sorting).slice(current * size, (current + 1) * size);
  return (
    <div class="table-frame">
      <table>
        <caption>{textOf(caption)}</caption>
        <thead>
          <tr>
            {header.map((cell, column) => (
              <SortableHead
                key={cellKey(cell, column)}
                cell={cell}
                isNumber={fieldsOf(body[0]?.[column])['type'] === 'raw_number'}
                direction={sorting?.column === column ? sorting.direction : undefined}
                onSort={() => setSorting(nextSorting(sorting, column))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <BodyRow
              key={rowKey(row, index)}
              row={row}
              aligned={[]}
              headerColumn={numberOf(row_header_column_index) ?? 0}
            />
          ))}
        </tbody>
      </table>
      {pages > 1 ? <Pager page={current} pages={pages} rows={body.length} onPage={setPage} /> : undefined}
    </div>
  );
}

const SORT_SIGNS = { ascending: '↑', descending: '↓', none: '↕' } as const;

function SortableHead({
  cell,
  isNumber,
  direction = 'none',
  onSort,
}: {
  cell: unknown;
  isNumber: boolean;
  direction: Sorting['direction'] | 'none' | undefined;
  onSort: () => void;
}) {
  return (
    <th scope="col" aria-sort={direction} class={isNumber ? 'align-right' : 'align-left'}>
      <button type="button" class="sort" onClick={onSort}>
        {cellText(cell)}
        <span class="sort-sign" aria-hidden="true">
          {SORT_SIGNS[direction]}
        </span>
      </button>
    </th>
  );
}

function BodyRow({
  row,
  aligned,
  headerColumn,
}: {
  row: Row;
  aligned: readonly string[];
  headerColumn: number | undefined;
}) {
  return (
    <tr>
      {row.map((cell, column) => {
        const name = `${lookOf(cell)} align-${aligned[column] ?? (fieldsOf(cell)['type'] === 'raw_number' ? 'right' : 'left')}`;
        const key = cellKey(cell, column);
        return column === headerColumn ? (
          <th key={key} scope="row" class={name}>
            <Cell cell={cell} />
          </th>
        ) : (
          <td key={key} class={name}>
            <Cell cell={cell} />
          </td>
        );
      })}
    </tr>
  );
}

const MAX_SHORT_LENGTH = 28;

function lookOf(cell: unknown): string {
  return cellText(cell).length > MAX_SHORT_LENGTH ? 'cell-long' : 'cell-short';
}

function Cell({ cell }: { readonly cell: unknown }) {
  return fieldsOf(cell)['type'] === 'rich_text' ? <RichText block={cell} /> : <span>{cellText(cell)}</span>;
}

function Pager({
  page,
  pages,
  rows,
  onPage,
}: {
  page: number;
  pages: number;
  rows: number;
  onPage: (page: number) => void;
}) {
  return (
    <div class="pager">
      <span aria-live="polite">{`Page ${page + 1} of ${pages} · ${rows} rows`}</span>
      <button type="button" class="button button-small" disabled={page === 0} onClick={() => onPage(page - 1)}>
        Previous
      </button>
      <button type="button" class="button button-small" disabled={page === pages - 1} onClick={() => onPage(page + 1)}>
        Next
      </button>
    </div>
  );
}

function cellKey(cell: unknown, column: number): string {
  return `${column}-${cellText(cell)}`;
}

function rowKey(row: Row, index: number): string {
  return `${index}-${row.map(cellText).join('|')}`;
}
