import type { Block, InputState, ViewStack, ViewState } from '../../protocol.ts';
import { viewValues, withInput } from './view-inputs.ts';

/** What a person has done in one open view. */
export interface Form {
  readonly hash: string;
  readonly values: ViewState;
  /** By block_id. */
  readonly errors: Readonly<Record<string, string>>;
  /** What Slack says when the app did not answer. */
  readonly problem: string | undefined;
  /** Submissions that wait for their answer; pressing Enter twice makes two. */
  readonly underWay: number;
  /** Counts the answers that brought errors, so that the focus moves each time. */
  readonly refusals: number;
}

/** By view ID, of every view that is open; one below another keeps what was typed until it is on top again. */
export type Forms = ReadonlyMap<string, Form>;

/** The forms of the views that are open now. @param channelId the conversation that a new view was opened from */
export function reconcileForms(forms: Forms, stacks: readonly ViewStack[], channelId: string): Forms {
  const views = stacks.flatMap((stack) => stack.views);
  return new Map(views.map((view) => [view.id, formOf(forms.get(view.id), view, channelId)]));
}

function formOf(form: Form | undefined, view: { hash: string; blocks: readonly Block[] }, channelId: string): Form {
  if (form === undefined) {
    const values = viewValues(view.blocks, {}, channelId);
    return { hash: view.hash, values, errors: {}, problem: undefined, underWay: 0, refusals: 0 };
  }
  if (form.hash === view.hash) return form;
  const values = viewValues(view.blocks, form.values, channelId);
  return { ...form, hash: view.hash, values, errors: {}, problem: undefined };
}

export type FormAction =
  | { type: 'typed'; viewId: string; blockId: string; actionId: string; input: InputState }
  | { type: 'submitting'; viewId: string }
  | {
      type: 'answered';
      viewId: string;
      errors: Readonly<Record<string, string>> | undefined;
      problem: string | undefined;
    }
  /** Refused by the page before anything was asked. */
  | { type: 'refused'; viewId: string; errors: Readonly<Record<string, string>> };

export function changeForm(forms: Forms, action: FormAction): Forms {
  const form = forms.get(action.viewId);
  if (form === undefined) return forms;
  return new Map(forms).set(action.viewId, changed(form, action));
}

function changed(form: Form, action: FormAction): Form {
  switch (action.type) {
    case 'typed':
      return { ...form, values: withInput(form.values, action.blockId, action.actionId, action.input) };
    case 'submitting':
      return { ...form, underWay: form.underWay + 1, problem: undefined };
    case 'answered': {
      const { errors = {}, problem } = action;
      const underWay = Math.max(0, form.underWay - 1);
      return refused({ ...form, underWay, problem }, errors);
    }
    case 'refused':
      return refused({ ...form, problem: undefined }, action.errors);
  }
}

function refused(form: Form, errors: Readonly<Record<string, string>>): Form {
  const hasErrors = Object.keys(errors).length > 0;
  return { ...form, errors, refusals: form.refusals + (hasErrors ? 1 : 0) };
}
