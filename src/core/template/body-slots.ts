import { placeholdersOf, type TemplateBody, type TemplateParameter } from './template.ts';

/**
 * The body's parameters in the order in which they are sent, found by name: what the catalogue lists out of order, or
 * not at all, still meets its own placeholder.
 */
export function bodySlots(body: TemplateBody): readonly TemplateParameter[] {
  const listed = new Map(body.parameters.map((parameter) => [parameter.name, parameter]));
  return placeholdersOf(body.text).map(
    (name) => listed.get(name) ?? { name, label: `Value ${name}`, example: undefined },
  );
}
