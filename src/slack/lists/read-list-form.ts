import type { ViewOutput, ViewStateValue } from '@slack/bolt';
import type { FieldId, FieldValues } from '../../core/template/fields/field.ts';
import { inputsOf } from '../blocks/view-inputs.ts';
import { type ChoiceValues, dependsOnTemplate } from '../compose/template/template-inputs.ts';
import {
  CHANNEL_INPUT,
  FIELD_COLUMN_INPUT,
  LIST_FILE_INPUT,
  LIST_GROUP_INPUT,
  LIST_TEXT_INPUT,
  NO_COLUMN,
  PHONE_COLUMN_INPUT,
  SENDER_INPUT,
  TEMPLATE_INPUT,
} from '../ids.ts';
import { type ListMetadata, readListMetadata } from './list-metadata.ts';

/** What a person filled into one of the views of a list. */
export interface FilledListForm {
  readonly metadata: ListMetadata;
  /** False for the view that asks about rows which were read. */
  readonly isForm: boolean;
  /** The picker's value. */
  readonly template: string | undefined;
  readonly fileId: string | undefined;
  readonly text: string;
  readonly groupId: string | undefined;
  readonly sender: string | undefined;
  readonly channelId: string;
  readonly phoneColumn: string | undefined;
  /** For each field that was asked for a column: its letter; undefined where there is none. */
  readonly columns: ReadonlyMap<FieldId, string | undefined>;
  readonly values: FieldValues;
}

/** Slack's state of an input for files. @see https://docs.slack.dev/reference/block-kit/block-elements/file-input-element */
interface FileState {
  readonly files?: readonly { readonly id?: string }[] | null;
}

/** @param view with the metadata that was signed for this person */
export function readListForm(view: Pick<ViewOutput, 'private_metadata' | 'state'>): FilledListForm {
  const metadata = readListMetadata(view.private_metadata);
  const inputs = inputsOf(view);
  const file = inputs.get(LIST_FILE_INPUT) as FileState | undefined;
  return {
    metadata,
    isForm: inputs.has(TEMPLATE_INPUT),
    template: inputs.get(TEMPLATE_INPUT)?.selected_option?.value,
    fileId: file?.files?.[0]?.id,
    text: inputs.get(LIST_TEXT_INPUT)?.value ?? '',
    groupId: inputs.get(LIST_GROUP_INPUT)?.selected_option?.value,
    sender: inputs.get(SENDER_INPUT)?.selected_option?.value,
    channelId: inputs.get(CHANNEL_INPUT)?.selected_conversation ?? metadata.channelId,
    phoneColumn: inputs.get(PHONE_COLUMN_INPUT)?.selected_option?.value,
    columns: columnsIn(inputs),
    values: valuesIn(inputs),
  };
}

function columnsIn(inputs: ReadonlyMap<string, ViewStateValue>): FilledListForm['columns'] {
  const columns = new Map<FieldId, string | undefined>();
  for (const [actionId, { selected_option }] of inputs) {
    const field = actionId.startsWith(FIELD_COLUMN_INPUT) ? actionId.slice(FIELD_COLUMN_INPUT.length) : '';
    if (isField(field)) columns.set(field, selected_option?.value === NO_COLUMN ? undefined : selected_option?.value);
  }
  return columns;
}

function valuesIn(inputs: ReadonlyMap<string, ViewStateValue>): FieldValues {
  const values: Partial<Record<FieldId, string>> = {};
  for (const [actionId, state] of inputs) {
    const value = state.value ?? state.selected_option?.value;
    if (isField(actionId) && value) values[actionId] = value;
  }
  return values;
}

function isField(actionId: string): actionId is keyof ChoiceValues & FieldId {
  return dependsOnTemplate(actionId) && actionId !== 'template_name' && actionId !== 'params';
}
