import { placeholdersOf } from '../../core/template/template.ts';

const ANY_BRACES = /\{\{([^{}]*)\}\}/g;

/** What is wrong with a text's placeholders, as a predicate; undefined when nothing is. */
export function placeholderProblem(text: string): string | undefined {
  for (const [whole, inside = ''] of text.matchAll(ANY_BRACES)) {
    if (!/^\s*\w+\s*$/.test(inside)) return `has ${whole}, which is no placeholder; write {{1}} or {{customer}}`;
  }
  const names = placeholdersOf(text);
  const numbers = names.filter((name) => /^\d+$/.test(name));
  if (numbers.length === 0) return undefined;
  if (numbers.length < names.length) return 'has both numbers and names between braces; WhatsApp takes one kind only';
  const missing = numbers.findIndex((name, at) => name !== String(at + 1));
  return missing < 0 ? undefined : `has ${listOf(numbers)} but no {{${missing + 1}}}; number them from 1 without a gap`;
}

function listOf(numbers: readonly string[]): string {
  const shown = numbers.map((name) => `{{${name}}}`);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
