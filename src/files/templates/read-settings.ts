import { valueUnder } from '../../core/json.ts';
import { characterProblem } from '../../core/template/fields/characters.ts';
import type { TemplateField } from '../../core/template/fields/field.ts';
import { templateFields } from '../../core/template/fields/fields.ts';
import { formatProblem } from '../../core/template/fields/formats.ts';
import { mediaLinkProblem } from '../../core/template/fields/links.ts';
import { mediaPageWarning } from '../../core/template/fields/media-pages.ts';
import { valueProblem } from '../../core/template/fields/problems.ts';
import { bodySlots, type FieldSettings, type Template } from '../../core/template/template.ts';
import { isSeen } from '../../core/text.ts';
import type { EntryProblem } from './entry-problem.ts';
import type { TemplateEntry } from './template-entry.ts';

type Maps = Pick<TemplateEntry, 'labels' | 'hints' | 'formats' | 'defaults'>;
const MAPS = ['labels', 'hints', 'formats', 'defaults'] as const satisfies (keyof Maps)[];
/** In the file it is called by what it is; everywhere else by its input. */
const HEADER = { written: 'header', field: 'param_header' } as const;

/**
 * Reads our own keys about single fields. A key for a field that the template does not have is left out and reported, and so is
 * a value of a list that can never be sent.
 *
 * @returns `blocking` says of a list that nothing in it can be sent
 */
export function readSettings(
  entry: TemplateEntry,
  template: Template,
): {
  readonly found: Pick<Template, 'fieldSettings'>;
  readonly blocking: readonly EntryProblem[];
  readonly remarks: readonly EntryProblem[];
} {
  const slots = slotsOf(template);
  const named = new Set(MAPS.flatMap((map) => Object.keys(entry[map] ?? {})));
  const lists = [...named].filter((slot) => slots.has(slot)).flatMap((slot) => listOf(entry, template, slot));
  const choices = new Map(lists.map(({ slot, values }) => [slot, values]));
  const settings = new Map(
    [...named].filter((slot) => slots.has(slot)).map((slot) => [slot, settingsOf(entry, slot, choices.get(slot))]),
  );
  if (entry.media !== undefined) settings.set('media_url', { ...settings.get('media_url'), standard: entry.media });
  const found = [...settings].map(([slot, of]) => [slot === HEADER.written ? HEADER.field : slot, of] as const);
  return {
    found: found.length === 0 ? {} : { fieldSettings: Object.fromEntries(found) },
    blocking: lists
      .filter(({ values }) => values.length === 0)
      .map(({ slot }) => ({ path: ['formats', slot], what: 'has no value that can be sent' })),
    remarks: [
      ...lists.flatMap(({ problems }) => problems),
      ...MAPS.flatMap((map) => strays(map, entry, slots)),
      ...wrongMedia(entry, template),
      ...wrongDefaults(settings),
    ],
  };
}

/** What a key may be: a body parameter's name, or the input of anything else. */
function slotsOf(template: Template): ReadonlySet<string> {
  const others = templateFields(template)
    .map(({ id }) => id)
    .filter((id) => !/^param_\d+$/.test(id));
  const header = others.some((id) => id === HEADER.field) ? [HEADER.written] : [];
  return new Set([...template.body.parameters.map(({ name }) => name), ...others, ...header]);
}

interface ChoiceList {
  readonly slot: string;
  /** Those that can be sent, each once. */
  readonly values: readonly string[];
  readonly problems: readonly EntryProblem[];
}

/** The list of values under `slot`; empty where its format is none. */
function listOf(entry: Maps, template: Template, slot: string): readonly ChoiceList[] {
  const format = valueUnder(entry.formats, slot);
  const field = fieldOf(template, slot);
  if (format === undefined || typeof format === 'string' || field === undefined) return [];
  const problems = format.map((value) => choiceProblem(template, field, value));
  return [
    {
      slot,
      values: [...new Set(format.filter((_, at) => problems[at] === undefined))],
      problems: problems.flatMap((what, at) => (what === undefined ? [] : [{ path: ['formats', slot, at], what }])),
    },
  ];
}

function fieldOf(template: Template, slot: string): TemplateField | undefined {
  const at = bodySlots(template.body).findIndex(({ name }) => name === slot);
  const other = slot === HEADER.written ? HEADER.field : slot;
  const id = at < 0 ? other : `param_${at + 1}`;
  return templateFields(template).find((field) => field.id === id);
}

function choiceProblem(template: Template, field: TemplateField, value: string): string | undefined {
  if (!isSeen(value)) return 'is a value that nobody would see; it is left out';
  const problem = characterProblem(field.id, 'it', value) ?? valueProblem(template, field, value);
  return problem === undefined ? undefined : `cannot be sent (${problem.replace(/\.$/, '')}); it is left out`;
}

function settingsOf(entry: Maps, slot: string, choices: readonly string[] | undefined): FieldSettings {
  const [label, hint, standard] = [entry.labels, entry.hints, entry.defaults].map((map) => seenUnder(map, slot));
  const format = valueUnder(entry.formats, slot);
  return {
    ...(label !== undefined && { label }),
    ...(hint !== undefined && { hint }),
    ...(choices !== undefined && { format: { kind: 'list', values: choices } }),
    ...(typeof format === 'string' && { format: { kind: format } }),
    ...(standard !== undefined && { standard }),
  };
}

/** What people read under a name; undefined where nothing of it is drawn, or a field would have no label. */
export function seenUnder(map: Readonly<Record<string, string>> | undefined, slot: string): string | undefined {
  const text = valueUnder(map, slot);
  return text !== undefined && isSeen(text) ? text.trim() : undefined;
}

function strays(map: (typeof MAPS)[number], entry: Maps, slots: ReadonlySet<string>): readonly EntryProblem[] {
  return Object.keys(entry[map] ?? {})
    .filter((slot) => !slots.has(slot))
    .map((slot) => ({
      path: [map, slot],
      what: `${map === 'labels' ? 'labels' : 'is for'} {{${slot}}}, which the body does not have; it is left out`,
    }));
}

function wrongMedia({ media }: TemplateEntry, { header }: Template): readonly EntryProblem[] {
  if (media === undefined) return [];
  if (header === undefined || header.format === 'text') {
    return [{ path: ['media'], what: 'is for a header with media, which the template does not have; it is left out' }];
  }
  const page = mediaPageWarning(media, `header ${header.format}`);
  const problem = mediaLinkProblem('media', media, header.format) ?? page;
  return problem === undefined ? [] : [{ path: ['media'], what: `cannot be sent (${problem.replace(/\.$/, '')})` }];
}

function wrongDefaults(settings: ReadonlyMap<string, FieldSettings>): readonly EntryProblem[] {
  return [...settings].flatMap(([slot, { format, standard }]) => {
    if (standard === undefined || formatProblem('default', standard, format) === undefined) return [];
    return [{ path: ['defaults', slot], what: 'is none of what its format takes' }];
  });
}
