import type { Block, InputBlock, KnownBlock } from '@slack/types';
import { templateFields } from '../../core/template/fields/fields.ts';
import type { ComposeMetadata } from './compose-metadata.ts';
import type { Composed } from './compose-view.ts';
import { type ChoiceValues, type Chosen, dependsOnTemplate, templateBlocks } from './template/template-inputs.ts';

interface LabelledInput {
  readonly actionId: keyof ChoiceValues;
  /** The label, numbered where several inputs have the same. */
  readonly key: string;
}

/**
 * Moves what was typed from one template's fields to another's: a value goes to the field of the same label, and one without
 * such a field is kept, in case the person goes back.
 */
export function carryOver(
  composed: Composed,
  blocks: readonly (KnownBlock | Block)[],
  { before, chosen }: { readonly before: Chosen | undefined; readonly chosen: Chosen },
): { readonly values: ChoiceValues; readonly kept: ComposeMetadata['kept'] } {
  const kept = { ...composed.metadata.kept };
  const defaults = defaultsOf(before);
  for (const { actionId, key } of labelledInputs(blocks)) {
    const value = composed.values[actionId];
    delete kept[key];
    // An unchanged default belongs to its template.
    if (value !== undefined && value !== defaults.get(actionId)) kept[key] = value;
  }
  const values: { -readonly [Id in keyof ChoiceValues]: ChoiceValues[Id] } = {};
  for (const { actionId, key } of labelledInputs(templateBlocks(chosen, {}))) {
    const value = kept[key];
    if (value !== undefined) values[actionId] = value;
  }
  if (chosen.kind === 'by_name' && chosen.name !== '') values.template_name = chosen.name;
  return { values, kept };
}

function defaultsOf(chosen: Chosen | undefined): ReadonlyMap<string, string | undefined> {
  if (chosen?.kind !== 'listed') return new Map();
  return new Map(templateFields(chosen.template).map(({ id, standard }) => [id, standard]));
}

function labelledInputs(blocks: readonly (KnownBlock | Block)[]): LabelledInput[] {
  const seen = new Map<string, number>();
  return blocks.filter(isInput).flatMap(({ element, label }) => {
    const actionId = 'action_id' in element ? element.action_id : undefined;
    if (actionId === undefined || !dependsOnTemplate(actionId)) return [];
    const place = seen.get(label.text) ?? 0;
    seen.set(label.text, place + 1);
    return [{ actionId, key: place === 0 ? label.text : `${label.text} (${place + 1})` }];
  });
}

function isInput(block: KnownBlock | Block): block is InputBlock {
  return block.type === 'input';
}
