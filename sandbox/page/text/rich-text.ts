import { type Fields, fieldsOf, listOf, numberOf, optionalTextOf, textOf } from '../unknown-value.ts';
import { emojiFromUnicode, emojiSign } from './emoji.ts';
import type { Inline } from './inline.ts';

export type RichPassage =
  | { readonly kind: 'lines' | 'quote'; readonly content: readonly Inline[] }
  | { readonly kind: 'preformatted'; readonly text: string }
  | {
      readonly kind: 'list';
      readonly isOrdered: boolean;
      readonly indent: number;
      /** How many numbers come before the first one. */
      readonly offset: number;
      readonly items: readonly (readonly Inline[])[];
    };

/** Reads a `rich_text` block (docs.slack.dev/reference/block-kit/blocks/rich-text-block). */
export function readRichText(block: unknown): readonly RichPassage[] {
  return listOf(fieldsOf(block)['elements']).flatMap((element) => readPassage(fieldsOf(element)));
}

function readPassage(element: Fields): readonly RichPassage[] {
  const { type, elements, style, indent, offset } = element;
  switch (type) {
    case 'rich_text_section':
      return [{ kind: 'lines', content: readInlines(elements) }];
    case 'rich_text_quote':
      return [{ kind: 'quote', content: readInlines(elements) }];
    case 'rich_text_preformatted':
      return [{ kind: 'preformatted', text: plainText(readInlines(elements)) }];
    case 'rich_text_list':
      return [
        {
          kind: 'list',
          isOrdered: style === 'ordered',
          indent: numberOf(indent) ?? 0,
          offset: numberOf(offset) ?? 0,
          items: listOf(elements).map((item) => readInlines(fieldsOf(item)['elements'])),
        },
      ];
    default:
      return [];
  }
}

function readInlines(elements: unknown): readonly Inline[] {
  return listOf(elements).flatMap((element) => {
    const fields = fieldsOf(element);
    return styled(readInline(fields), fieldsOf(fields['style']));
  });
}

const READERS: Readonly<Record<string, (element: Fields) => readonly Inline[]>> = {
  text: ({ text, style }) =>
    fieldsOf(style)['code'] === true ? [{ kind: 'code', text: textOf(text) }] : lines(textOf(text)),
  link: ({ url, text }) => [
    { kind: 'link', url: textOf(url), content: [{ kind: 'text', text: textOf(text) || textOf(url) }] },
  ],
  user: ({ user_id }) => [{ kind: 'user', id: textOf(user_id) }],
  channel: ({ channel_id }) => [{ kind: 'channel', id: textOf(channel_id) }],
  usergroup: ({ usergroup_id }) => [{ kind: 'usergroup', id: textOf(usergroup_id) }],
  broadcast: ({ range }) => [{ kind: 'broadcast', id: textOf(range) }],
  emoji: ({ name, unicode }) => [
    { kind: 'emoji', name: textOf(name), sign: emojiFromUnicode(textOf(unicode)) ?? emojiSign(textOf(name)) },
  ],
  date: ({ timestamp, format, url, fallback }) => [
    {
      kind: 'date',
      timestamp: numberOf(timestamp) ?? Number.NaN,
      format: textOf(format),
      url: optionalTextOf(url),
      fallback: textOf(fallback),
    },
  ],
};

function readInline(element: Fields): readonly Inline[] {
  return READERS[textOf(element['type'])]?.(element) ?? [];
}

function lines(text: string): readonly Inline[] {
  return text
    .split('\n')
    .flatMap((line, index): Inline[] =>
      index === 0 ? [{ kind: 'text', text: line }] : [{ kind: 'break' }, { kind: 'text', text: line }],
    );
}

function styled(content: readonly Inline[], style: Fields): readonly Inline[] {
  return (['bold', 'italic', 'strike'] as const).reduce<readonly Inline[]>(
    (inner, kind) => (style[kind] === true ? [{ kind, content: inner }] : inner),
    content,
  );
}

/** What is left of formatted text when only characters count. */
export function plainText(content: readonly Inline[]): string {
  return content.map(plainInline).join('');
}

function plainInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return inline.text;
    case 'break':
      return '\n';
    case 'bold':
    case 'italic':
    case 'strike':
    case 'link':
      return plainText(inline.content);
    case 'user':
    case 'usergroup':
    case 'broadcast':
      return `@${inline.label ?? inline.id}`;
    case 'channel':
      return `#${inline.label ?? inline.id}`;
    case 'emoji':
      return inline.sign ?? `:${inline.name}:`;
    case 'date':
      return inline.fallback;
  }
}
