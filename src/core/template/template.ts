import { oncePer } from '../once-per.ts';
/** A WhatsApp template as its owner wrote it, read from Meta's component format. */
export interface Template {
  readonly name: string;
  /** Meta's language code: `en`, `en_US`, `hi`. */
  readonly language: string;
  readonly category: TemplateCategory;
  readonly status: TemplateStatus;
  readonly header: TemplateHeader | undefined;
  readonly body: TemplateBody;
  readonly footer: string | undefined;
  readonly buttons: readonly TemplateButton[];
  /** Why it cannot be sent from here whatever its status, as a predicate: `has a LOCATION header, …`. */
  readonly unsendable?: string;
  /** The filled-in text must not stand on a card. */
  readonly isPrivate?: boolean;
  /** What its owner says about single fields, by body parameter (`1`, `customer`) or by input (`param_url`). */
  readonly fieldSettings?: Readonly<Record<string, FieldSettings>>;
  /** What to know of its text; left out where the text is the one that the provider lists. */
  readonly textNote?: TextNote;
}

/** How the text of a template in the file stands to the one that the provider lists as approved. */
export type TextNote =
  /** They differ; the text here is the approved one. */
  | {
      readonly kind: 'differs';
      readonly differences: readonly TextDifference[];
      /** How many values the body takes, where that differs too. */
      readonly values?: { readonly file: number; readonly approved: number };
    }
  /** The provider lists the template's name, and no text for it in this language: the text here is the file's. */
  | { readonly kind: 'only_in_file'; readonly why: 'no_text' | 'other_languages' }
  /** The text is the file's, or these parts of it are, and there was nothing to compare it with. */
  | { readonly kind: 'not_compared'; readonly parts: readonly TextPart[] };

export type TextPart = 'header' | 'body' | 'footer' | 'buttons';

/** The first place where a part of the text differs, with some words around it; empty where the part is missing. */
export interface TextDifference {
  readonly part: TextPart;
  readonly file: string;
  readonly approved: string;
}

export interface FieldSettings {
  readonly label?: string;
  readonly hint?: string;
  readonly format?: ValueFormat;
  /** What the field is filled with at first. */
  readonly standard?: string;
}

export type ValueFormat =
  | { readonly kind: 'date' | 'amount' }
  /** One of these and nothing else. */
  | { readonly kind: 'list'; readonly values: readonly string[] };

export type TemplateCategory = 'AUTHENTICATION' | 'MARKETING' | 'UTILITY';
/** `status.ts` says what each means. UNKNOWN is followed by the vendor's word, which is in no list. */
export type TemplateStatus =
  | 'APPROVED'
  | 'FLAGGED'
  | 'LOCKED'
  | 'PENDING'
  | 'IN_APPEAL'
  | 'REJECTED'
  | 'PAUSED'
  | 'DISABLED'
  | 'LIMIT_EXCEEDED'
  | 'PENDING_DELETION'
  | 'DELETED'
  | 'ARCHIVED'
  | `UNKNOWN ${string}`;
export type MediaFormat = 'image' | 'video' | 'document';

export type TemplateHeader =
  | { readonly format: 'text'; readonly text: string; readonly example: string | undefined }
  | { readonly format: MediaFormat; readonly example: string | undefined };

export interface TemplateBody {
  readonly text: string;
  /** One entry a placeholder, in the order of {@link placeholdersOf}. */
  readonly parameters: readonly TemplateParameter[];
}

export interface TemplateParameter {
  /** What stands between the braces: `1` or `customer`. */
  readonly name: string;
  /** What the person sees over the field; `Value 1` when the catalogue gives none. */
  readonly label: string;
  readonly example: string | undefined;
}

export type TemplateButton =
  | { readonly kind: 'quick_reply'; readonly label: string }
  | { readonly kind: 'phone_number'; readonly label: string; readonly number: string }
  | { readonly kind: 'copy_code'; readonly label: string; readonly example: string | undefined }
  /** `url` ends in `{{1}}` when the sender fills its suffix. */
  | { readonly kind: 'url'; readonly label: string; readonly url: string; readonly example: string | undefined };

/** A template's identity, as the picker's option value carries it. */
export function templateKey(template: Pick<Template, 'name' | 'language'>): string {
  return `${template.name}:${template.language}`;
}

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/**
 * The names between double braces, each once: positional ones in numeric order, named ones as they first stand.
 * Sorting `10` after `2` is what keeps the right value in the right slot.
 */
export function placeholdersOf(text: string): readonly string[] {
  const names = [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
  return names.every((name) => /^\d+$/.test(name)) ? names.sort((a, b) => Number(a) - Number(b)) : names;
}

/** `text` with every placeholder replaced by what `value` gives for its name. */
export function fillPlaceholders(text: string, value: (name: string) => string): string {
  return text.replace(PLACEHOLDER, (_, name: string) => value(name));
}

/** The part of a dynamic URL that stands before the suffix, or undefined for a URL that is fixed. */
export function urlStem(url: string): string | undefined {
  const at = url.search(/\{\{\s*\w+\s*\}\}/);
  return at < 0 ? undefined : url.slice(0, at);
}

/**
 * The body's parameters in the order in which they are sent, found by name: what the catalogue lists out of order, or
 * not at all, still meets its own placeholder.
 */
export const bodySlots = oncePer((body: TemplateBody): readonly TemplateParameter[] => {
  const listed = new Map(body.parameters.map((parameter) => [parameter.name, parameter]));
  return placeholdersOf(body.text).map(
    (name) => listed.get(name) ?? { name, label: `Value ${name}`, example: undefined },
  );
});

/** What is the same for every spelling of a vendor's word: `PENDING_DELETION`, `Pending deletion`, `pendingDeletion`. */
export function wordKey(word: string): string {
  return word.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}
