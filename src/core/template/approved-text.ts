import { hasPart, TEXT_PARTS, textDifferences } from './compare-text.ts';
import {
  bodySlots,
  type FieldSettings,
  type Template,
  type TemplateButton,
  type TemplateHeader,
  type TemplateParameter,
  type TextNote,
  type TextPart,
} from './template.ts';

/**
 * The file's template with the text that the provider lists as approved, because that is what a phone shows. Labels,
 * formats, examples and settings stay the file's; a note says where the texts differ.
 *
 * @param isPartial the provider named only some parts, so a part that it did not name stays the file's.
 */
export function withApprovedText(file: Template, approved: Template, isPartial: boolean): Template {
  const told = TEXT_PARTS.filter((part) => !isPartial || hasPart(approved, part));
  const untold = TEXT_PARTS.filter((part) => !told.includes(part) && hasPart(file, part));
  const pick = <Key extends TextPart>(part: Key): Template[Key] => (told.includes(part) ? approved : file)[part];
  const places = matchParameters(file, approved);
  const header = pick('header');
  const footer = pick('footer');
  const note = noteOf(file, approved, told, untold);
  const unsendable = approved.unsendable ?? (isPartial ? file.unsendable : undefined);
  const { textNote: _, unsendable: __, fieldSettings, ...rest } = file;
  return {
    ...rest,
    header: header && withHeaderExample(header, file.header),
    body: told.includes('body') ? { text: approved.body.text, parameters: parametersOf(approved, places) } : file.body,
    footer,
    buttons: withButtonExamples(pick('buttons'), file.buttons),
    ...(unsendable === undefined ? {} : { unsendable }),
    ...(fieldSettings === undefined ? {} : { fieldSettings: movedSettings(fieldSettings, places) }),
    ...(note === undefined ? {} : { textNote: note }),
  };
}

function noteOf(
  file: Template,
  approved: Template,
  told: readonly TextPart[],
  untold: readonly TextPart[],
): TextNote | undefined {
  const differences = textDifferences(file, approved, told);
  if (differences.length === 0) return untold.length === 0 ? undefined : { kind: 'not_compared', parts: untold };
  const values = { file: bodySlots(file.body).length, approved: bodySlots(approved.body).length };
  const isOtherCount = told.includes('body') && values.file !== values.approved;
  return { kind: 'differs', differences, ...(isOtherCount ? { values } : {}) };
}

/**
 * The file's parameter for each one of the approved text, by its name. By place only where no name is the same and there
 * are as many: {{1}} and {{customer}} are then two ways to write one value.
 */
function matchParameters(file: Template, approved: Template): ReadonlyMap<string, TemplateParameter> {
  const ours = bodySlots(file.body);
  const theirs = bodySlots(approved.body);
  const byName = new Map(ours.map((parameter) => [parameter.name, parameter]));
  const sharesNames = theirs.some(({ name }) => byName.has(name));
  const isByPlace = !sharesNames && ours.length === theirs.length;
  return new Map(
    theirs.flatMap(({ name }, at) => {
      const match = byName.get(name) ?? (isByPlace ? ours[at] : undefined);
      return match === undefined ? [] : [[name, match] as const];
    }),
  );
}

function parametersOf(
  approved: Template,
  places: ReadonlyMap<string, TemplateParameter>,
): readonly TemplateParameter[] {
  return bodySlots(approved.body).map((parameter) => {
    const ours = places.get(parameter.name);
    const label = ours === undefined || ours.label === `Value ${ours.name}` ? parameter.label : ours.label;
    return { name: parameter.name, label, example: ours?.example ?? parameter.example };
  });
}

/** Settings of a body parameter go with it to its name in the approved text; those of inputs stay. */
function movedSettings(
  settings: Readonly<Record<string, FieldSettings>>,
  places: ReadonlyMap<string, TemplateParameter>,
): Readonly<Record<string, FieldSettings>> {
  const moved = [...places].flatMap(([name, ours]) => {
    const own = settings[ours.name];
    return own === undefined || name === ours.name ? [] : [[name, own] as const];
  });
  return { ...settings, ...Object.fromEntries(moved) };
}

function withHeaderExample(header: TemplateHeader, file: TemplateHeader | undefined): TemplateHeader {
  return file?.format === header.format && file.example !== undefined ? { ...header, example: file.example } : header;
}

/** An example belongs to the button of the same kind in the same place among its kind. */
function withButtonExamples(
  buttons: readonly TemplateButton[],
  file: readonly TemplateButton[],
): readonly TemplateButton[] {
  const left = { url: file.filter(({ kind }) => kind === 'url').values(), copy_code: codesOf(file).values() };
  return buttons.map((button) => {
    if (button.kind !== 'url' && button.kind !== 'copy_code') return button;
    const ours = left[button.kind].next().value;
    return ours !== undefined && 'example' in ours && ours.example !== undefined
      ? { ...button, example: ours.example }
      : button;
  });
}

function codesOf(buttons: readonly TemplateButton[]): readonly TemplateButton[] {
  return buttons.filter(({ kind }) => kind === 'copy_code');
}
