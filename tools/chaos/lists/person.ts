import { SIGNATURE_LENGTH } from '../../../src/slack/access/signed-metadata.ts';
import { LIST_FILE_INPUT, LIST_REVIEW_VIEW, SEND_AT_INPUT, SEND_REST, TRIAL_INPUT } from '../../../src/slack/ids.ts';
import { readListMetadata } from '../../../src/slack/lists/list-metadata.ts';
import { type Person, type Pressed, readJson, stateOf } from '../person.ts';
import type { Slack, View } from '../upstreams/slack.ts';
import { until } from '../wait.ts';

/** One row of a list: what it says and to whom. */
export interface ListRow {
  readonly note: string;
  readonly number: string;
}

/** The review of a list, as a person sees it. */
export interface ListReview {
  readonly viewId: string;
  readonly view: View;
  /** The plan, which is the send once it is confirmed. */
  readonly planId: string;
}

/** What a person chooses in the review. */
export interface ListChoice {
  /** When it is to leave, in seconds since 1970; undefined for now. */
  readonly dueAt?: number | undefined;
  /** Whether the first rows leave first. */
  readonly isTrial?: boolean;
}

interface Needs {
  readonly person: Person;
  readonly slack: Slack;
  /** Tells several lists of one person apart. */
  readonly name?: string;
}

const SLACK_WAITS_MS = 3_000;

/** A person who sends to a list: the command, a file, the review and its button, and the buttons of its card. */
export function createListPerson({ person, slack, name = '' }: Needs) {
  let turn = 0;
  let form: View | undefined;

  async function openForm(port: number): Promise<View | undefined> {
    const triggerId = `list-${person.userId}${name}-${++turn}`;
    const acked = await person.command(port, triggerId, 'list chaos_note');
    if (acked?.status !== 200) return undefined;
    return until('the form for a list', () => slack.openedFor(triggerId), SLACK_WAITS_MS).catch(() => undefined);
  }

  return {
    /** From the command to the review; undefined when the process died on the way. @param isUp whether it still lives */
    async review(port: number, rows: readonly ListRow[], isUp: () => boolean): Promise<ListReview | undefined> {
      form ??= await openForm(port);
      if (form === undefined) return undefined;
      const viewId = `VL-${person.userId}${name}-${++turn}`;
      const file = { [LIST_FILE_INPUT]: { type: 'file_input', files: [{ id: slack.upload(sheetOf(rows)) }] } };
      const state = { ...stateOf(form.blocks, {}), [LIST_FILE_INPUT]: file };
      const acked = await person.submit(port, viewId, form, state);
      if (readJson(acked).response_action !== 'update') return undefined;
      const found = await until('a review of a list', () => slack.updatedTo(viewId) ?? !isUp());
      return typeof found === 'boolean' ? undefined : reviewIn(viewId, found);
    },
    /** Presses "Send the rest…" on the card of a stopped list; the review that opens. */
    async reviewRest(port: number, sendId: string): Promise<ListReview | undefined> {
      const triggerId = `rest-${++turn}`;
      if (!(await person.press(port, SEND_REST, sendId, { triggerId }))) return undefined;
      const view = await until('a review of the rest', () => slack.filledFor(triggerId), SLACK_WAITS_MS).catch(
        () => undefined,
      );
      return view && reviewIn(`VL-${triggerId}`, view);
    },
    /** Presses "Send". */
    async confirm(
      port: number,
      { viewId, view }: ListReview,
      { dueAt, isTrial = false }: ListChoice,
    ): Promise<Pressed> {
      const time = { [SEND_AT_INPUT]: { type: 'datetimepicker', selected_date_time: dueAt ?? null } };
      const ticked = isTrial ? [{ value: 'trial' }] : [];
      const trial = { [TRIAL_INPUT]: { type: 'checkboxes', selected_options: ticked } };
      const values = { [SEND_AT_INPUT]: time, [TRIAL_INPUT]: trial };
      const answer = await person.submit(port, viewId, view, values);
      if (answer?.status !== 200) return 'nothing';
      return readJson(answer).response_action === 'clear' ? 'taken' : 'refused';
    },
    /** Presses a button on the card of a list. */
    press: (port: number, actionId: string, sendId: string): Promise<boolean> => person.press(port, actionId, sendId),
  };
}
export type ListPerson = ReturnType<typeof createListPerson>;

function sheetOf(rows: readonly ListRow[]): string {
  return ['phone,1', ...rows.map(({ note, number }) => `${number},${note}`)].join('\n');
}

function reviewIn(viewId: string, view: View): ListReview | undefined {
  const { planId } = readListMetadata(view.private_metadata.slice(SIGNATURE_LENGTH));
  return view.callback_id === LIST_REVIEW_VIEW && planId !== undefined ? { viewId, view, planId } : undefined;
}
