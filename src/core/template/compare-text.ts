import {
  fillPlaceholders,
  placeholdersOf,
  type Template,
  type TemplateButton,
  type TextDifference,
  type TextPart,
} from './template.ts';

export const TEXT_PARTS: readonly TextPart[] = ['header', 'body', 'footer', 'buttons'];

const WORDS_BEFORE = 20;
const MAX_EXCERPT = 70;

/** What a recipient reads that differs between the two, part by part. Examples and labels are not part of a text. */
export function textDifferences(
  file: Template,
  approved: Template,
  parts: readonly TextPart[],
): readonly TextDifference[] {
  return parts.flatMap((part) => {
    const [ours, theirs] = [textOf(file, part), textOf(approved, part)];
    return ours === theirs ? [] : [{ part, ...firstDifference(ours, theirs) }];
  });
}

/** Whether the template has this part at all. */
export function hasPart(template: Template, part: TextPart): boolean {
  return textOf(template, part) !== '';
}

function textOf({ header, body, footer, buttons }: Template, part: TextPart): string {
  switch (part) {
    case 'header':
      if (header === undefined) return '';
      return header.format === 'text' ? comparable(header.text) : `(${header.format})`;
    case 'body':
      return comparable(body.text);
    case 'footer':
      return comparable(footer ?? '');
    case 'buttons':
      return buttons.map(buttonText).join(' ');
  }
}

function buttonText(button: TemplateButton): string {
  const label = `[${comparable(button.label)}]`;
  switch (button.kind) {
    case 'quick_reply':
      return label;
    case 'copy_code':
      return `${label} (code)`;
    case 'phone_number':
      return `${label} ${button.number.replace(/[^\d]/g, '')}`;
    case 'url':
      return `${label} ${comparable(button.url)}`;
  }
}

/** Line ends, blanks at the ends and the names of placeholders are no part of what a recipient reads. */
function comparable(text: string): string {
  const places = new Map(placeholdersOf(text).map((name, at) => [name, at + 1]));
  const numbered = fillPlaceholders(text, (name) => `{{${places.get(name)}}}`);
  return numbered
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

function firstDifference(file: string, approved: string): Pick<TextDifference, 'file' | 'approved'> {
  const [ours, theirs] = [[...file], [...approved]];
  const at = ours.findIndex((character, index) => character !== theirs[index]);
  const differs = at < 0 ? ours.length : at;
  const start = startOfWord(ours, Math.max(0, differs - WORDS_BEFORE), differs);
  return { file: excerpt(ours, start), approved: excerpt(theirs, start) };
}

function startOfWord(characters: readonly string[], from: number, before: number): number {
  if (from === 0) return 0;
  const blank = characters.findIndex((character, index) => index >= from && index < before && /\s/.test(character));
  return blank === -1 ? from : blank + 1;
}

function excerpt(characters: readonly string[], start: number): string {
  const words = characters
    .slice(start, start + MAX_EXCERPT)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
  if (words === '') return '';
  return `${start > 0 ? '…' : ''}${words}${start + MAX_EXCERPT < characters.length ? '…' : ''}`;
}
