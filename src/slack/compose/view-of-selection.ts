import type { Catalogue, FreshCatalogue } from '../../flow/ports/templates.ts';
import { carryOver } from './carry-over.ts';
import { type Composed, composeView } from './compose-view.ts';
import type { Sender } from './fixed-inputs.ts';
import type { Chosen } from './template/template-inputs.ts';
import { findByValue, nameInValue } from './template/template-value.ts';

/** The view for what the picker holds; undefined where it holds nothing or what is shown already. */
export function viewOfSelection(
  composed: Composed,
  blocks: Parameters<typeof carryOver>[1],
  needs: { readonly catalogue: FreshCatalogue; readonly senders: readonly Sender[] },
): ReturnType<typeof composeView> | undefined {
  const { input, metadata, selected } = composed;
  if (selected === undefined || selected === metadata.shown?.value) return undefined;
  const chosen = chosenBy(selected, needs.catalogue);
  if (chosen === undefined) return undefined;
  const { shown } = metadata;
  const before = shown && chosenBy(shown.value, needs.catalogue);
  const { values, kept } = carryOver(composed, blocks, { before, chosen });
  const { channelId, country, recipients, sender } = input;
  return composeView(
    {
      chosen,
      values,
      recipients,
      country,
      sender,
      channelId,
      metadata: { ...metadata, kept },
      banner: undefined,
      freshness: needs.catalogue.freshness(),
    },
    needs.senders,
  );
}

/** What an option value of the picker means; undefined where the catalogue does not have it any more. */
export function chosenBy(value: string, catalogue: Catalogue): Chosen | undefined {
  const name = nameInValue(value);
  if (name !== undefined) return { kind: 'by_name', name };
  const template = findByValue(catalogue, value);
  return template === undefined ? undefined : { kind: 'listed', template };
}
