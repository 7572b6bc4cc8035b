import { formatCount } from '../../core/format.ts';
import { MAX_FIELDS, templateFields } from '../../core/template/fields/fields.ts';
import { unknownWord } from '../../core/template/status.ts';
import type { Template, TemplateBody, TemplateHeader, TemplateParameter } from '../../core/template/template.ts';
import { placeholdersOf } from '../../core/template/template.ts';
import type { SourcePath } from '../yaml.ts';
import type { AddProblem, EntryProblem, Findings } from './entry-problem.ts';
import { placeholderProblem } from './placeholder-rules.ts';
import { readButtons } from './read-buttons.ts';
import { readSettings, seenUnder } from './read-settings.ts';
import type { ComponentEntry, TemplateEntry } from './template-entry.ts';

interface Placed {
  readonly entry: ComponentEntry;
  readonly path: SourcePath;
}

const KINDS = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS'] as const;
const MEDIA = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' } as const;

const NO_FIELD = 'Kaleyra’s request has no field for it';
/** Components that are correct, but that Kaleyra's request cannot carry. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  CAROUSEL: `has a carousel; ${NO_FIELD}`,
  LIMITED_TIME_OFFER: 'has a limited-time offer; how Kaleyra takes its end is not published',
  CALL_PERMISSION_REQUEST: `asks for the permission to call; ${NO_FIELD}`,
};
const OTP_TEMPLATE =
  'sends a one-time password; Kaleyra takes those with a type of message that is not used here, because a password belongs in no chat';

/**
 * Turns Meta's components into a template. One that cannot be sent from here carries the reason in `unsendable`.
 *
 * @returns the template; when `blocking` is not empty it cannot be used before that is fixed. `remarks` do not stop it.
 */
export function readTemplate(entry: TemplateEntry): {
  readonly template: Template;
  readonly blocking: readonly EntryProblem[];
  readonly remarks: readonly EntryProblem[];
} {
  const blocking: EntryProblem[] = [];
  const refused: (EntryProblem & { readonly has: string })[] = [];
  const findings: Findings = {
    addProblem: (path, what) => blocking.push({ path, what }),
    refuse: (path, what, has) => refused.push({ path, what, has }),
  };
  const components = componentsOf(entry, findings);
  const isOtp = entry.category === 'AUTHENTICATION' && components.BODY?.entry.text === undefined;
  if (isOtp) findings.refuse(['category'], `is AUTHENTICATION; the template ${OTP_TEMPLATE}`, OTP_TEMPLATE);
  const template: Template = {
    name: entry.name,
    language: entry.language,
    category: entry.category,
    status: entry.status,
    header: readHeader(components.HEADER, findings),
    body: isOtp ? NO_BODY : readBody(components.BODY, entry.labels ?? {}, findings.addProblem),
    footer: isOtp ? undefined : readFooter(components.FOOTER, findings.addProblem),
    buttons: components.BUTTONS === undefined ? [] : readButtons(components.BUTTONS, findings),
    ...(entry.private === true && { isPrivate: true }),
  };
  refuseTooMany(template, components.BODY?.path ?? ['components'], findings);
  const settings = readSettings(entry, template);
  const [reason] = refused;
  return {
    template: { ...template, ...settings.found, ...(reason && { unsendable: reason.has }) },
    blocking: [...blocking, ...settings.blocking],
    remarks: [...refused, ...oddStatus(entry), ...settings.remarks],
  };
}

/** Slack does not open a form with more. */
function refuseTooMany(template: Template, path: SourcePath, { refuse }: Findings): void {
  const count = templateFields(template).length;
  if (count <= MAX_FIELDS) return;
  const has = `has ${formatCount(count)} values to fill in, and a form in Slack has room for ${MAX_FIELDS}`;
  refuse(path, has, has);
}

function oddStatus({ status }: TemplateEntry): readonly EntryProblem[] {
  const word = unknownWord(status);
  if (word === undefined) return [];
  const what = `is ${word}, which is none of WhatsApp’s, such as APPROVED or PAUSED; the template is listed and not sent`;
  return [{ path: ['status'], what }];
}

const NO_BODY: TemplateBody = { text: '', parameters: [] };

function componentsOf({ components }: TemplateEntry, { addProblem, refuse }: Findings) {
  const found: Partial<Record<(typeof KINDS)[number], Placed>> = {};
  components.forEach((entry, at) => {
    const path = ['components', at];
    const kind = KINDS.find((known) => known === entry.type);
    if (kind === undefined) {
      const what = `is ${entry.type}, a kind of component that cannot be sent through Kaleyra from here`;
      refuse(
        [...path, 'type'],
        what,
        UNSUPPORTED[entry.type] ?? `has a component of the kind ${entry.type}; ${NO_FIELD}`,
      );
    } else if (found[kind] === undefined) found[kind] = { entry, path };
    else addProblem(path, `is a second ${kind}; a template has one`);
  });
  if (found.BODY === undefined) addProblem(['components'], 'has no BODY; add one with the text of the message');
  return found;
}

function readHeader(placed: Placed | undefined, { addProblem, refuse }: Findings): TemplateHeader | undefined {
  if (placed === undefined) return undefined;
  const { entry, path } = placed;
  const format = entry.format ?? 'TEXT';
  if (format === 'TEXT') return readTextHeader(placed, addProblem);
  if (format in MEDIA) {
    const [handle] = entry.example?.header_handle ?? [];
    return {
      format: MEDIA[format as keyof typeof MEDIA],
      example: handle?.startsWith('https://') ? handle : undefined,
    };
  }
  const known = 'only TEXT, IMAGE, VIDEO and DOCUMENT headers can be sent from here';
  refuse([...path, 'format'], `is ${format}; ${known}`, `has a ${format} header; ${known}`);
  return undefined;
}

function readTextHeader({ entry, path }: Placed, addProblem: AddProblem): TemplateHeader {
  const text = textOf({ entry, path }, addProblem);
  if (placeholdersOf(text).length > 1)
    addProblem([...path, 'text'], 'has more than one placeholder; a header takes one');
  const named = entry.example?.header_text_named_params?.[0]?.example;
  return { format: 'text', text, example: (entry.example?.header_text?.[0] ?? named) || undefined };
}

function readBody(
  placed: Placed | undefined,
  labels: Readonly<Record<string, string>>,
  addProblem: AddProblem,
): TemplateBody {
  if (placed === undefined) return { text: '', parameters: [] };
  const text = textOf(placed, addProblem);
  const parameters = placeholdersOf(text).map(
    (name, at): TemplateParameter => ({
      name,
      label: seenUnder(labels, name) ?? defaultLabel(name),
      example: bodyExample(placed.entry, name, at),
    }),
  );
  return { text, parameters };
}

function bodyExample({ example }: ComponentEntry, name: string, at: number): string | undefined {
  const named = example?.body_text_named_params?.find((given) => given.param_name === name)?.example;
  return (named ?? example?.body_text?.flat()[at]) || undefined;
}

function defaultLabel(name: string): string {
  if (/^\d+$/.test(name)) return `Value ${name}`;
  const words = name.replaceAll('_', ' ').trim().toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function readFooter(placed: Placed | undefined, addProblem: AddProblem): string | undefined {
  if (placed === undefined) return undefined;
  const text = textOf(placed, addProblem);
  if (placeholdersOf(text).length > 0) addProblem([...placed.path, 'text'], 'has a placeholder; a footer takes none');
  return text;
}

function textOf({ entry, path }: Placed, addProblem: AddProblem): string {
  const text = entry.text ?? '';
  if (text.trim() === '') addProblem([...path, 'text'], 'is missing');
  const wrong = placeholderProblem(text);
  if (wrong !== undefined) addProblem([...path, 'text'], wrong);
  return text;
}
