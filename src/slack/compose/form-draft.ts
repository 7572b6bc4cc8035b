import { z } from 'zod';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import type { FormPlace } from '../../flow/send/form-drafts.ts';
import type { Composed, ComposeState } from './compose-view.ts';
import { COUNTRY_CHOICES } from './country-choice.ts';
import type { ChoiceValues } from './template/template-inputs.ts';
import { dependsOnTemplate } from './template/template-inputs.ts';
import { chosenBy } from './view-of-selection.ts';

const DRAFT = z.object({
  at: z.number(),
  selected: z.string().optional(),
  values: z.record(z.string(), z.string()),
  recipients: z.string(),
  country: z.string().optional(),
  countries: COUNTRY_CHOICES.optional(),
  sender: z.string().optional(),
  channelId: z.string(),
  kept: z.record(z.string(), z.string()),
});

/**
 * What a form holds, to be saved; undefined where nothing was typed, and for a message that is sent again, which is filled in
 * from its card.
 */
export function writeFormDraft({ input, metadata, selected, values }: Composed, at: Date): string | undefined {
  const isEmpty = input.recipients.trim() === '' && Object.keys(values).length === 0;
  if (isEmpty || metadata.parentId !== undefined) return undefined;
  const { channelId, country, recipients, sender } = input;
  const { countries, kept } = metadata;
  return JSON.stringify({
    at: at.getTime(),
    selected,
    values,
    recipients,
    country,
    countries,
    sender,
    channelId,
    kept,
  });
}

/** The form as it was left; undefined for what is no draft. */
export function formOfDraft(text: string, opening: ComposeState, catalogue: FreshCatalogue): ComposeState | undefined {
  const draft = readDraft(text);
  if (draft === undefined) return undefined;
  const { at, channelId, countries, country, kept, recipients, selected, sender } = draft;
  return {
    ...opening,
    chosen: selected === undefined ? undefined : chosenBy(selected, catalogue),
    values: valuesIn(draft.values),
    recipients,
    country,
    sender,
    channelId,
    metadata: { ...opening.metadata, kept, countries },
    draftOf: new Date(at),
  };
}

/** Where a form was opened, and by whom. */
export function placeOfForm(teamId: string, actorId: string, { metadata }: Pick<Composed, 'metadata'>): FormPlace {
  return { teamId, actorId, channelId: metadata.channelId };
}

function readDraft(text: string): z.infer<typeof DRAFT> | undefined {
  try {
    return DRAFT.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function valuesIn(values: Readonly<Record<string, string>>): ChoiceValues {
  const known: { -readonly [Id in keyof ChoiceValues]: ChoiceValues[Id] } = {};
  for (const [id, value] of Object.entries(values)) if (dependsOnTemplate(id)) known[id] = value;
  return known;
}
