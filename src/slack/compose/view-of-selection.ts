import type { Catalogue, FreshCatalogue } from '../../flow/ports/templates.ts';
import { carryOver } from './carry-over.ts';
import { type Composed, type ComposeState, composeView } from './compose-view.ts';
import type { FormFacts } from './fixed-inputs.ts';
import type { Chosen } from './template/template-inputs.ts';
import { findByValue, nameInValue } from './template/template-value.ts';

/** The view for what the picker holds; undefined where it holds nothing or what is shown already. */
export function viewOfSelection(
  composed: Composed,
  blocks: Parameters<typeof carryOver>[1],
  needs: FormFacts & { readonly catalogue: FreshCatalogue },
): ReturnType<typeof composeView> | undefined {
  const { metadata, selected } = composed;
  if (selected === undefined || selected === metadata.shown?.value) return undefined;
  const chosen = chosenBy(selected, needs.catalogue);
  if (chosen === undefined) return undefined;
  const { shown } = metadata;
  const before = shown && chosenBy(shown.value, needs.catalogue);
  const { values, kept } = carryOver(composed, blocks, { before, chosen });
  return composeView({ ...stateOf(composed, needs.catalogue), values, metadata: { ...metadata, kept } }, needs);
}

/** The form as it is filled in now, for a view that changes only some of it. */
export function stateOf({ input, metadata, selected, values }: Composed, catalogue: FreshCatalogue): ComposeState {
  const { channelId, country, recipients, sender } = input;
  return {
    chosen: selected === undefined ? undefined : chosenBy(selected, catalogue),
    values,
    recipients,
    country,
    sender,
    channelId,
    metadata,
    banner: undefined,
    freshness: catalogue.freshness(),
  };
}

/** What an option value of the picker means; undefined where the catalogue does not have it any more. */
export function chosenBy(value: string, catalogue: Catalogue): Chosen | undefined {
  const name = nameInValue(value);
  if (name !== undefined) return { kind: 'by_name', name };
  const template = findByValue(catalogue, value);
  return template === undefined ? undefined : { kind: 'listed', template };
}
