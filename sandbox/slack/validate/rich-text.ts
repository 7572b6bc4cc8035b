import { z } from 'zod';

/** `rich_text` and the tables that hold it. */

const Styled = z.looseObject({
  type: z.enum(['text', 'link', 'user', 'channel', 'usergroup', 'emoji', 'date', 'broadcast', 'color', 'team']),
});
const Section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(Styled) });

const Part = z.discriminatedUnion('type', [
  Section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(Section),
    indent: z.number().int().min(0).max(8).optional(),
    offset: z.number().int().min(0).optional(),
    border: z.number().int().min(0).max(1).optional(),
  }),
  z.strictObject({
    type: z.literal('rich_text_quote'),
    elements: z.array(Styled),
    border: z.number().int().min(0).max(1).optional(),
  }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(Styled),
    border: z.number().int().min(0).max(1).optional(),
    language: z.string().optional(),
  }),
]);

export const richText = { type: z.literal('rich_text'), elements: z.array(Part).min(1) };

const RawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const RawNumber = z.looseObject({ type: z.literal('raw_number') });
const RichCell = z.strictObject({ ...richText, block_id: z.string().max(255).optional() });
const Cell = z.discriminatedUnion('type', [RawText, RawNumber, RichCell]);

const Row = z.array(Cell).min(1).max(20);

function sameWidth(rows: readonly (readonly unknown[])[]): boolean {
  return rows.every((row) => row.length === rows[0]?.length);
}

export const table = {
  type: z.literal('table'),
  rows: z.array(Row).min(1).max(100),
  column_settings: z.array(z.looseObject({}).nullable()).max(20).optional(),
};

export const dataTable = {
  type: z.literal('data_table'),
  caption: z.string().min(1),
  rows: z.array(Row).min(2).max(201).refine(sameWidth, 'every row must have the same number of cells'),
  page_size: z.number().int().min(1).max(100).optional(),
  row_header_column_index: z.number().int().min(0).max(19).optional(),
};
