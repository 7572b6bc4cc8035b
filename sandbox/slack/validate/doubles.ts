import { z } from 'zod';
import type { BlockProblem } from './check.ts';

const Element = z.looseObject({ action_id: z.string().optional(), focus_on_load: z.boolean().optional() });
const Shape = z.array(
  z.looseObject({
    block_id: z.string().optional(),
    element: Element.optional(),
    accessory: Element.optional(),
    elements: z.array(z.looseObject({})).optional(),
  }),
);

/** What may stand only once: a block_id, an action_id within its block, and the focus. */
export function doubles(blocks: unknown, root: string): readonly BlockProblem[] {
  const read = Shape.safeParse(blocks);
  if (!read.success) return [];
  const blockIds = read.data.map((block, index) => ({ id: block.block_id, pointer: `${root}/${index}/block_id` }));
  const elements = read.data.map((block, index) => elementsOf(block, `${root}/${index}`));
  const actionIds = elements.map((some) =>
    some.map(({ element, pointer }) => ({ id: element.action_id, pointer: `${pointer}/action_id` })),
  );
  const focused = elements
    .flat()
    .filter(({ element }) => element.focus_on_load === true)
    .map(({ pointer }) => ({ id: 'focus', pointer: `${pointer}/focus_on_load` }));
  return [
    ...repeated(blockIds, '`block_id` already exists'),
    ...actionIds.flatMap((ids) => repeated(ids, '`action_id` already exists')),
    ...repeated(focused, 'only one element may have `focus_on_load`'),
  ];
}

function elementsOf(block: z.infer<typeof Shape>[number], at: string) {
  const many = (block.elements ?? []).flatMap((one, index) => {
    const read = Element.safeParse(one);
    return read.success ? [{ element: read.data, pointer: `${at}/elements/${index}` }] : [];
  });
  const single = block.element ? [{ element: block.element, pointer: `${at}/element` }] : [];
  const beside = block.accessory ? [{ element: block.accessory, pointer: `${at}/accessory` }] : [];
  return [...many, ...single, ...beside];
}

function repeated(
  entries: readonly { readonly id: string | undefined; readonly pointer: string }[],
  message: string,
): BlockProblem[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id, pointer }) => {
    if (id === undefined || !seen.has(id)) {
      if (id !== undefined) seen.add(id);
      return [];
    }
    return [{ pointer, code: 'duplicate', message, constraint: undefined }];
  });
}
