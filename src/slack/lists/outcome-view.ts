import type { ModalView } from '@slack/types';
import { formSentence } from '../../core/list/sheet.ts';
import type { ListOutcome } from '../../flow/list/review-list.ts';
import type { ListInput } from '../../flow/ports/store/lists/list-drafts.ts';
import type { Catalogue } from '../../flow/ports/templates.ts';
import { bannerView } from '../blocks/banner.ts';
import { type FormSetting, listForm, listQuestions } from './list-form.ts';
import type { ListMetadata } from './list-metadata.ts';
import { listReviewView } from './list-review-view.ts';
import type { ReviewInputs } from './review-inputs.ts';

export const LIST_LOST =
  'Nothing was sent: this list is no longer kept. Start again with /whatsapp-send list; lists are kept for a day while they are reviewed.';
const NOT_SAVED =
  'Lists cannot be recorded right now, so nothing can leave. What you typed is kept: try again in a minute, and tell your admin if it stays.';

interface Shown {
  /** What was filled into the form; undefined where only answers were given. */
  readonly input: ListInput | undefined;
  readonly metadata: ListMetadata;
  readonly setting: FormSetting;
  readonly catalogue: Pick<Catalogue, 'find'>;
  readonly inputs?: ReviewInputs;
}

/** The view that follows from reading a list. Whatever was typed is in it, or kept in its draft. */
export function outcomeView(outcome: ListOutcome, shown: Shown): ModalView {
  const { input, inputs, metadata, setting } = shown;
  switch (outcome.kind) {
    case 'review':
      return listReviewView(outcome.review, { metadata, senders: setting.senders, ...(inputs && { inputs }) });
    case 'open': {
      const { draft, draftId, open } = outcome;
      const next = { ...metadata, draftId };
      const problems = open.problems.map(({ sentence }) => sentence);
      if (problems.length > 0) return formAgain(draft.input, `${draft.source}: ${problems.join(' ')}`, shown, next);
      const { sheet, source, input: filled } = draft;
      return listQuestions({
        source,
        rows: sheet?.rows.length ?? 0,
        readAs: sheet?.form.encoding === undefined ? undefined : formSentence(sheet),
        open,
        values: { ...filled.typed, ...filled.choices.values },
        metadata: next,
      });
    }
    case 'problem':
      return again(input, outcome.problem.sentence, shown);
    case 'not_saved':
      return again(input, NOT_SAVED, shown);
    case 'lost':
      return bannerView('Not sent', LIST_LOST);
  }
}

function again(input: ListInput | undefined, banner: string, shown: Shown): ModalView {
  return input === undefined ? bannerView('Not sent', banner) : formAgain(input, banner, shown, shown.metadata);
}

/** The form as it was filled in; only a file has to be chosen again, because Slack cannot be given one. */
export function formAgain(
  input: ListInput,
  banner: string | undefined,
  { catalogue, setting }: Pick<Shown, 'catalogue' | 'setting'>,
  metadata: ListMetadata,
): ModalView {
  const { channelId, groupId, sender, template, text } = input;
  const found = catalogue.find(template.name, template.language);
  return listForm({ template: found, text, groupId, sender, channelId, metadata, banner }, setting);
}
