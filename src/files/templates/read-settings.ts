import { valueUnder } from '../../core/json.ts';
import { templateFields } from '../../core/template/fields/fields.ts';
import { formatProblem } from '../../core/template/fields/formats.ts';
import { mediaLinkProblem } from '../../core/template/fields/links.ts';
import { mediaPageWarning } from '../../core/template/fields/media-pages.ts';
import type { FieldSettings, Template, ValueFormat } from '../../core/template/template.ts';
import type { EntryProblem } from './entry-problem.ts';
import type { TemplateEntry } from './template-entry.ts';

type Maps = Pick<TemplateEntry, 'labels' | 'hints' | 'formats' | 'defaults'>;
const MAPS = ['labels', 'hints', 'formats', 'defaults'] as const satisfies (keyof Maps)[];
/** In the file it is called by what it is; everywhere else by its input. */
const HEADER = { written: 'header', field: 'param_header' } as const;

/** Reads our own keys about single fields. A key for a field that the template does not have is left out and reported. */
export function readSettings(
  entry: TemplateEntry,
  template: Template,
): { readonly found: Pick<Template, 'fieldSettings'>; readonly remarks: readonly EntryProblem[] } {
  const slots = slotsOf(template);
  const named = new Set(MAPS.flatMap((map) => Object.keys(entry[map] ?? {})));
  const settings = new Map([...named].filter((slot) => slots.has(slot)).map((slot) => [slot, settingsOf(entry, slot)]));
  if (entry.media !== undefined) settings.set('media_url', { ...settings.get('media_url'), standard: entry.media });
  const found = [...settings].map(([slot, of]) => [slot === HEADER.written ? HEADER.field : slot, of] as const);
  return {
    found: found.length === 0 ? {} : { fieldSettings: Object.fromEntries(found) },
    remarks: [
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

function settingsOf(entry: Maps, slot: string): FieldSettings {
  const [label, hint, format, standard] = [
    valueUnder(entry.labels, slot)?.trim(),
    valueUnder(entry.hints, slot)?.trim(),
    valueUnder(entry.formats, slot),
    valueUnder(entry.defaults, slot),
  ];
  return {
    ...(label && { label }),
    ...(hint && { hint }),
    ...(format !== undefined && { format: formatOf(format) }),
    ...(standard && { standard }),
  };
}

function formatOf(format: NonNullable<TemplateEntry['formats']>[string]): ValueFormat {
  return typeof format === 'string' ? { kind: format } : { kind: 'list', values: format };
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
