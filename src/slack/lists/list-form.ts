import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { capitalized, formatNoun, formatPeople } from '../../core/format.ts';
import type { OpenColumns, PhoneQuestion } from '../../core/list/list-plan.ts';
import { columnName, type SheetColumn } from '../../core/list/sheet.ts';
import type { FieldValues, TemplateField } from '../../core/template/fields/field.ts';
import type { Template } from '../../core/template/template.ts';
import type { Group } from '../../flow/ports/store/lists/groups.ts';
import { bannerBlock } from '../blocks/banner.ts';
import { button, contextBlock, plainText, warningBlock } from '../blocks/basic-blocks.ts';
import { choiceInput, inputBlock, textInput } from '../blocks/inputs.ts';
import { modal } from '../blocks/modal.ts';
import { modeBlocks } from '../blocks/mode-blocks.ts';
import { channelPicker, type FormFacts, senderPicker, templatePicker } from '../compose/fixed-inputs.ts';
import {
  CHANGE_LIST,
  EXAMPLE_SHEET,
  FIELD_COLUMN_INPUT,
  LIST_FILE_INPUT,
  LIST_GROUP_INPUT,
  LIST_TEXT_INPUT,
  LIST_VIEW,
  NO_COLUMN,
  PHONE_COLUMN_INPUT,
} from '../ids.ts';
import {
  MAX_HINT_LENGTH,
  MAX_INPUT_LENGTH,
  MAX_OPTION_LENGTH,
  MAX_OPTIONS,
  MAX_TEXT_LENGTH,
  MAX_TITLE_LENGTH,
  MAX_VIEW_BLOCKS,
} from '../limits.ts';
import { type ListMetadata, writeListMetadata } from './list-metadata.ts';

/** What the bot needs to know to draw the form, whatever a person filled in. */
export interface FormSetting extends FormFacts {
  /** Whether Slack lets this app show a field for files and read them. */
  readonly takesFiles: boolean;
  readonly groups: readonly Group[];
}

/** Everything that the form shows or carries. */
export interface ListFormState {
  readonly template: Template | undefined;
  readonly text: string;
  readonly groupId: string | undefined;
  readonly sender: string | undefined;
  readonly channelId: string;
  readonly metadata: ListMetadata;
  readonly banner: string | undefined;
}

const TITLE = 'Send to a list';
const HOW_TO = 'One row a person, under a row with names: a column “phone”, and one for each value of the template.';
const FILE_HINT =
  'CSV, up to 5 MB. From Excel: File → Save As → CSV UTF-8. The file stays in Slack under your name; delete it there when you no longer need it.';
const NO_FILES =
  'To take a file, this app needs the permission files:read: an admin can add it and install the app again. Pasted rows work without it.';
const TEXT_EXAMPLE = 'phone\tname\tbooking\n+91 98765 43210\tAsha\tBK-77';

/** The first view: which template, which rows, and where the result goes. It is never updated while it is open, because Slack may forget a chosen file. */
export function listForm(state: ListFormState, { groups, mode, senders, takesFiles }: FormSetting): ModalView {
  const { banner, channelId, groupId, metadata, sender, template, text } = state;
  const { dispatch_action: _, ...picker } = templatePicker(template && { kind: 'listed', template });
  return {
    ...modal(TITLE, 'Cancel'),
    callback_id: LIST_VIEW,
    private_metadata: writeListMetadata(metadata),
    submit: plainText('Review', MAX_TITLE_LENGTH),
    blocks: [
      ...modeBlocks(mode),
      ...(banner === undefined ? [] : [bannerBlock(banner)]),
      picker,
      howTo(),
      ...(takesFiles ? [fileInput()] : [contextBlock(NO_FILES)]),
      textInput({
        blockId: LIST_TEXT_INPUT,
        actionId: LIST_TEXT_INPUT,
        label: takesFiles ? 'Or paste rows from a sheet' : 'Rows, pasted from a sheet',
        value: text,
        example: TEXT_EXAMPLE,
        hint: 'With the row of names. Slack takes 3,000 characters here, about 60 rows.',
        isOptional: true,
        maxLength: MAX_INPUT_LENGTH,
        isMultiline: true,
      }),
      ...groupPicker(groups, groupId),
      ...senderPicker(sender, senders),
      channelPicker(channelId),
    ],
  };
}

function howTo(): KnownBlock {
  return {
    type: 'section',
    block_id: 'list_how_to',
    text: plainText(HOW_TO, MAX_TEXT_LENGTH),
    accessory: button(EXAMPLE_SHEET, 'Example sheet'),
  };
}

function fileInput(): InputBlock {
  const block = inputBlock(LIST_FILE_INPUT, 'A file with your rows', {
    type: 'file_input',
    action_id: LIST_FILE_INPUT,
    filetypes: ['csv', 'tsv', 'txt'],
    max_files: 1,
  });
  return { ...block, hint: plainText(FILE_HINT, MAX_HINT_LENGTH), optional: true };
}

function groupPicker(groups: readonly Group[], chosen: string | undefined): InputBlock[] {
  const options = groups.slice(0, MAX_OPTIONS).map(({ id, name, rowCount }) => ({
    text: plainText(`${name} · ${formatPeople(rowCount)}`, MAX_OPTION_LENGTH),
    value: id,
  }));
  if (options.length === 0) return [];
  const initial = options.find(({ value }) => value === chosen);
  const block = inputBlock(LIST_GROUP_INPUT, 'Or a saved group', {
    type: 'static_select',
    action_id: LIST_GROUP_INPUT,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  });
  return [{ ...block, optional: true }];
}

interface Questions {
  readonly source: string;
  readonly rows: number;
  readonly readAs: string | undefined;
  readonly open: OpenColumns;
  /** What was typed before for the fields that have no column. */
  readonly values: FieldValues;
  readonly metadata: ListMetadata;
  readonly banner?: string | undefined;
}

/** Blocks beside those of the fields: a banner, the source, how it was read, the phone column, what is asked next, unused columns. */
const OTHER_QUESTION_BLOCKS = 6;

/** Asks what the rows do not say, as much at a time as a view holds: which column has the phone numbers, and the values that have no column. */
export function listQuestions({ banner, metadata, open, readAs, rows, source, values }: Questions): ModalView {
  const { phoneQuestion, unused } = open;
  const asked = fieldQuestions(open, values);
  const shown = asked.slice(0, countThatFit(asked, MAX_VIEW_BLOCKS - OTHER_QUESTION_BLOCKS));
  const later = asked.length - shown.length;
  return {
    ...modal(TITLE, 'Cancel'),
    callback_id: LIST_VIEW,
    private_metadata: writeListMetadata(metadata),
    submit: plainText('Review', MAX_TITLE_LENGTH),
    blocks: [
      ...(banner === undefined ? [] : [bannerBlock(banner)]),
      {
        type: 'section',
        block_id: 'list_source',
        text: plainText(`${source}: ${formatNoun(rows, 'row')}`, MAX_TEXT_LENGTH),
        accessory: button(CHANGE_LIST, 'Change the rows…'),
      },
      ...(readAs === undefined ? [] : [contextBlock(readAs)]),
      ...(phoneQuestion === undefined ? [] : [phoneInput(phoneQuestion)]),
      ...shown.flat(),
      ...(later === 0 ? [] : [contextBlock(`${formatNoun(later, 'more question')} will follow these.`)]),
      ...(unused.length === 0 || phoneQuestion !== undefined
        ? []
        : [contextBlock(`Columns that are not used: ${unused.map(({ letter, name }) => name || letter).join(', ')}.`)]),
    ],
  };
}

/** The blocks of each field that is open, in the order in which they are asked. */
function fieldQuestions(
  { fields, likely, missing, refused, unused }: OpenColumns,
  values: FieldValues,
): readonly KnownBlock[][] {
  return [
    ...missing.map((field) =>
      unused.length === 0
        ? [valueInput(field, values[field.id])]
        : columnOrValue(field, { columns: unused, likely: likely[field.id], value: values[field.id] }),
    ),
    ...refused.flatMap(({ field: id, sentence }) =>
      fields
        .filter(({ field }) => field.id === id)
        .map(({ field }) => [warningBlock(`refused:${id}`, sentence), valueInput(field, values[id])]),
    ),
  ];
}

/** How many of the lists of blocks, from the first on, have no more than `room` in all. */
function countThatFit(lists: readonly KnownBlock[][], room: number): number {
  let blocks = 0;
  const tooMany = lists.findIndex((list) => {
    blocks += list.length;
    return blocks > room;
  });
  return tooMany < 0 ? lists.length : tooMany;
}

function phoneInput({ columns, preChosen, sentence }: PhoneQuestion): InputBlock {
  const options = columns.slice(0, MAX_OPTIONS).map(columnOption);
  const initial = options.find(({ value }) => value === preChosen?.letter);
  return inputBlock(PHONE_COLUMN_INPUT, sentence, {
    type: 'static_select',
    action_id: PHONE_COLUMN_INPUT,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  });
}

interface ColumnOrValue {
  readonly columns: OpenColumns['unused'];
  /** The column whose name is nearly the field's. */
  readonly likely: SheetColumn | undefined;
  readonly value: string | undefined;
}

/** Which of the columns that are left is the field's; or, with none of them, the value for everybody. */
function columnOrValue(field: TemplateField, { columns, likely, value }: ColumnOrValue): InputBlock[] {
  const none = { text: plainText('None: it is the same for everybody', MAX_OPTION_LENGTH), value: NO_COLUMN };
  const options = columns.slice(0, MAX_OPTIONS - 1).map(columnOption);
  const initial = value === undefined ? options.find((option) => option.value === likely?.letter) : none;
  const id = FIELD_COLUMN_INPUT + field.id;
  const select = inputBlock(id, `Which column is “${field.label}”?`, {
    type: 'static_select',
    action_id: id,
    options: [none, ...options],
    ...(initial === undefined ? {} : { initial_option: initial }),
  });
  return [
    { ...select, ...(likely && { hint: didYouMean(likely) }), optional: true },
    { ...valueInput({ ...field, standard: likely === undefined ? field.standard : undefined }, value), optional: true },
  ];
}

function didYouMean(column: SheetColumn) {
  return plainText(`No column has this name. Did you mean ${columnName(column)}?`, MAX_HINT_LENGTH);
}

function columnOption(column: SheetColumn) {
  return { text: plainText(capitalized(columnName(column)), MAX_OPTION_LENGTH), value: column.letter };
}

/** A field of the template that has no column. */
function valueInput(field: TemplateField, value: string | undefined): InputBlock {
  const common = {
    ...field,
    label: `${field.label}, the same for everybody`,
    hint: field.hint ?? 'No column has this name. Fill it in once, or add the column to your rows.',
    blockId: `list_value:${field.id}`,
    actionId: field.id,
    value: value ?? field.standard,
  };
  if (field.format?.kind === 'list') return choiceInput({ ...common, choices: field.format.values });
  return textInput({ ...common, example: field.example === undefined ? undefined : `For example ${field.example}` });
}

/** Shown while the rows are read. */
export function readingView(sentence = 'Reading your file…'): ModalView {
  return {
    ...modal(TITLE),
    callback_id: LIST_VIEW,
    blocks: [{ type: 'section', text: plainText(sentence, MAX_TEXT_LENGTH) }],
  };
}
