import { createHash } from 'node:crypto';
import { type Template, templateKey } from '../../../core/template/template.ts';
import type { Catalogue } from '../../../flow/ports/templates.ts';
import { MAX_OPTION_VALUE_LENGTH } from '../../limits.ts';

/** Marks a template that is sent by its name: no template's name contains it. */
const BY_NAME_SIGN = '=';
const MAX_TEMPLATES = 10_000;

/** The option value of a template: `name:language`, or a digest of it where Slack's limit leaves no room. */
export function templateValue(template: Pick<Template, 'name' | 'language'>): string {
  const key = templateKey(template);
  return key.length <= MAX_OPTION_VALUE_LENGTH ? key : `~${digest(key)}`;
}

/** The option value for a template that is not in the list, with the name as far as it was typed. */
export function byNameValue(name: string): string {
  return name.length < MAX_OPTION_VALUE_LENGTH ? `${BY_NAME_SIGN}${name}` : BY_NAME_SIGN;
}

/** The typed name in a value of {@link byNameValue}; undefined for a template of the list. */
export function nameInValue(value: string): string | undefined {
  return value.startsWith(BY_NAME_SIGN) ? value.slice(BY_NAME_SIGN.length) : undefined;
}

/** `name` and `language` of a value that holds them in full. */
export function keyInValue(value: string): { readonly name: string; readonly language: string } | undefined {
  const at = value.lastIndexOf(':');
  return at <= 0 ? undefined : { name: value.slice(0, at), language: value.slice(at + 1) };
}

/** The template that an option value stands for, when the catalogue has it. */
export function findByValue(catalogue: Catalogue, value: string): Template | undefined {
  const key = keyInValue(value);
  if (key !== undefined) return catalogue.find(key.name, key.language);
  return catalogue.search('', MAX_TEMPLATES).find((template) => templateValue(template) === value);
}

/** A short hash of `text` that fits into any ID. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
