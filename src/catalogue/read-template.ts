import type { Template, TemplateBody, TemplateHeader, TemplateParameter } from '../core/template.ts';
import { placeholdersOf } from '../core/template.ts';
import type { Complain, Complaint } from './complaint.ts';
import { placeholderComplaint } from './placeholder-rules.ts';
import { readButtons } from './read-buttons.ts';
import type { ComponentEntry, TemplateEntry } from './template-entry.ts';
import type { SourcePath } from './template-source.ts';

interface Placed {
  readonly entry: ComponentEntry;
  readonly path: SourcePath;
}

const KINDS = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS'] as const;
const MEDIA = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' } as const;

/**
 * Turns Meta's components into a template.
 *
 * @returns the template unless something keeps it from being sent, `blocking` saying what; `remarks` do no harm.
 */
export function readTemplate(entry: TemplateEntry): {
  readonly template: Template;
  readonly blocking: readonly Complaint[];
  readonly remarks: readonly Complaint[];
} {
  const blocking: Complaint[] = [];
  const complain: Complain = (path, what) => blocking.push({ path, what });
  const components = componentsOf(entry, complain);
  const body = readBody(components.BODY, entry.labels ?? {}, complain);
  const template: Template = {
    name: entry.name,
    language: entry.language,
    category: entry.category,
    status: entry.status,
    header: readHeader(components.HEADER, complain),
    body,
    footer: readFooter(components.FOOTER, complain),
    buttons: components.BUTTONS === undefined ? [] : readButtons(components.BUTTONS, complain),
  };
  return { template, blocking, remarks: unusedLabels(entry, body) };
}

function componentsOf({ components }: TemplateEntry, complain: Complain) {
  const found: Partial<Record<(typeof KINDS)[number], Placed>> = {};
  components.forEach((entry, at) => {
    const path = ['components', at];
    const kind = KINDS.find((known) => known === entry.type);
    if (kind === undefined) {
      complain(
        [...path, 'type'],
        `is ${entry.type}, a kind of component that cannot be sent through Kaleyra from here`,
      );
    } else if (found[kind] === undefined) found[kind] = { entry, path };
    else complain(path, `is a second ${kind}; a template has one`);
  });
  if (found.BODY === undefined) complain(['components'], 'has no BODY; add one with the text of the message');
  return found;
}

function readHeader(placed: Placed | undefined, complain: Complain): TemplateHeader | undefined {
  if (placed === undefined) return undefined;
  const { entry, path } = placed;
  const format = entry.format ?? 'TEXT';
  if (format === 'TEXT') return readTextHeader(placed, complain);
  if (format in MEDIA) {
    const [handle] = entry.example?.header_handle ?? [];
    return {
      format: MEDIA[format as keyof typeof MEDIA],
      example: handle?.startsWith('https://') ? handle : undefined,
    };
  }
  complain([...path, 'format'], `is ${format}; only TEXT, IMAGE, VIDEO and DOCUMENT headers can be sent from here`);
  return undefined;
}

function readTextHeader({ entry, path }: Placed, complain: Complain): TemplateHeader {
  const text = textOf({ entry, path }, complain);
  if (placeholdersOf(text).length > 1) complain([...path, 'text'], 'has more than one placeholder; a header takes one');
  const named = entry.example?.header_text_named_params?.[0]?.example;
  return { format: 'text', text, example: entry.example?.header_text?.[0] ?? named };
}

function readBody(
  placed: Placed | undefined,
  labels: Readonly<Record<string, string>>,
  complain: Complain,
): TemplateBody {
  if (placed === undefined) return { text: '', parameters: [] };
  const text = textOf(placed, complain);
  const parameters = placeholdersOf(text).map(
    (name, at): TemplateParameter => ({
      name,
      label: labels[name]?.trim() || defaultLabel(name),
      example: bodyExample(placed.entry, name, at),
    }),
  );
  return { text, parameters };
}

function bodyExample({ example }: ComponentEntry, name: string, at: number): string | undefined {
  const named = example?.body_text_named_params?.find((given) => given.param_name === name)?.example;
  return named ?? example?.body_text?.flat()[at];
}

function defaultLabel(name: string): string {
  if (/^\d+$/.test(name)) return `Value ${name}`;
  const words = name.replaceAll('_', ' ').trim().toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function readFooter(placed: Placed | undefined, complain: Complain): string | undefined {
  if (placed === undefined) return undefined;
  const text = textOf(placed, complain);
  if (placeholdersOf(text).length > 0) complain([...placed.path, 'text'], 'has a placeholder; a footer takes none');
  return text;
}

function textOf({ entry, path }: Placed, complain: Complain): string {
  const text = entry.text ?? '';
  if (text.trim() === '') complain([...path, 'text'], 'is missing');
  const wrong = placeholderComplaint(text);
  if (wrong !== undefined) complain([...path, 'text'], wrong);
  return text;
}

function unusedLabels({ labels = {} }: TemplateEntry, { parameters }: TemplateBody): readonly Complaint[] {
  return Object.keys(labels)
    .filter((name) => !parameters.some((parameter) => parameter.name === name))
    .map((name) => ({
      path: ['labels', name],
      what: `labels {{${name}}}, which the body does not have; it is left out`,
    }));
}
