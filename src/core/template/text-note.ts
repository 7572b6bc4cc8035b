import type { Template, TextDifference, TextPart } from './template.ts';

const PARTS: Readonly<Record<TextPart, string>> = {
  header: 'header',
  body: 'body',
  footer: 'footer',
  buttons: 'buttons',
};

/** What to know before sending, as a sentence or two; undefined when the text is the approved one, or may well be. */
export function textWarning({ name, textNote }: Template): string | undefined {
  switch (textNote?.kind) {
    case 'differs':
      return [
        `The templates file has another text for ${name} than Kaleyra’s list (${partsOf(textNote.differences.map(({ part }) => part))}). Shown here is Kaleyra’s, the approved one.`,
        ...(textNote.values === undefined
          ? []
          : [`It takes ${valuesOf(textNote.values.approved)}; the file has ${textNote.values.file}.`]),
      ].join(' ');
    case 'only_in_file':
      return textNote.why === 'no_text'
        ? `Kaleyra lists ${name} without its text: this is the text from the file, not compared, and what arrives may read differently.`
        : `Kaleyra lists ${name} in other languages only: this is the text from the file, not compared, and it may not be approved.`;
    case 'not_compared':
    case undefined:
      return undefined;
  }
}

/** What could not be compared, as a sentence; undefined when all was, or when {@link textWarning} has more to say. */
export function notComparedLine({ textNote }: Template): string | undefined {
  if (textNote?.kind !== 'not_compared') return undefined;
  if (textNote.parts.includes('body')) return 'Text from the file, not compared with the approved one.';
  return `Text of the ${partsOf(textNote.parts)} from the file, not compared with the approved one.`;
}

/** Both texts at the first place where they differ. */
export function differenceLine({ part, file, approved }: TextDifference): string {
  return `${PARTS[part]}: the file has ${quoted(file)}, Kaleyra has ${quoted(approved)}`;
}

function quoted(excerpt: string): string {
  return excerpt === '' ? 'nothing there' : `“${excerpt}”`;
}

function partsOf(parts: readonly TextPart[]): string {
  const words = parts.map((part) => PARTS[part]);
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function valuesOf(count: number): string {
  return count === 1 ? '1 value' : `${count} values`;
}
