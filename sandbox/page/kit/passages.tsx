import type { JSX } from 'preact';
import type { Inline } from '../text/inline.ts';
import { type MarkdownPassage, parseMarkdown } from '../text/markdown.ts';
import { type Passage, parseMrkdwn, parsePlainText } from '../text/mrkdwn.ts';
import { type RichPassage, readRichText } from '../text/rich-text.ts';
import { fieldsOf, textOf } from '../unknown-value.ts';
import { InlineText } from './inline-text.tsx';

type AnyPassage = Passage | RichPassage | MarkdownPassage;

function Passages({ passages }: { readonly passages: readonly AnyPassage[] }): JSX.Element {
  return (
    <div class="prose">
      {passages.map((passage, index) => (
        <PassagePart key={`${index}-${passage.kind}`} passage={passage} />
      ))}
    </div>
  );
}

function PassagePart({ passage }: { readonly passage: AnyPassage }) {
  switch (passage.kind) {
    case 'lines':
      return (
        <p>
          <InlineText content={passage.content} />
        </p>
      );
    case 'heading':
      return (
        <p class="prose-heading">
          <InlineText content={passage.content} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <InlineText content={passage.content} />
        </blockquote>
      );
    case 'preformatted':
      return <pre>{passage.text}</pre>;
    case 'rule':
      return <hr />;
    case 'list':
      return <PassageList passage={passage} />;
  }
}

function PassageList({ passage }: { readonly passage: Extract<AnyPassage, { kind: 'list' }> }) {
  const { isOrdered, items } = passage;
  const indent = 'indent' in passage ? passage.indent : 0;
  const offset = 'offset' in passage ? passage.offset : 0;
  const lines = items.map((item, index) => <ListItem key={`${index}-${item.length}`} content={item} />);
  const style = { marginInlineStart: `${indent * 24}px` };
  return isOrdered ? (
    <ol start={offset + 1} style={style}>
      {lines}
    </ol>
  ) : (
    <ul style={style}>{lines}</ul>
  );
}

function ListItem({ content }: { readonly content: readonly Inline[] }) {
  return (
    <li>
      <InlineText content={content} />
    </li>
  );
}

/** A `mrkdwn` or `plain_text` object. */
export function TextObject({ value }: { readonly value: unknown }) {
  const { type, text, emoji, verbatim } = fieldsOf(value);
  if (type === 'mrkdwn') return <Mrkdwn text={textOf(text)} verbatim={verbatim === true} />;
  return <InlineText content={parsePlainText(textOf(text), emoji !== false)} />;
}

export function Mrkdwn({ text, verbatim = false }: { readonly text: string; readonly verbatim?: boolean }) {
  return <Passages passages={parseMrkdwn(text, { verbatim })} />;
}

export function RichText({ block }: { readonly block: unknown }) {
  return <Passages passages={readRichText(block)} />;
}

export function Markdown({ text }: { readonly text: string }) {
  return <Passages passages={parseMarkdown(text)} />;
}
