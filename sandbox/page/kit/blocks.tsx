import type { JSX } from 'preact';
import type { Block } from '../../protocol.ts';
import { blockIdOf } from '../state/view-inputs.ts';
import { fieldsOf, listOf, textOf } from '../unknown-value.ts';
import type { ElementPlace } from './block-place.ts';
import { ElementPart } from './elements/elements.tsx';
import { ImagePlaceholder } from './image-placeholder.tsx';
import { InputBlock } from './input-block.tsx';
import { Markdown, RichText, TextObject } from './passages.tsx';
import { DataTableBlock, TableBlock } from './tables.tsx';

export function Blocks({ blocks }: { readonly blocks: readonly Block[] }): JSX.Element {
  return (
    <div class="blocks">
      {blocks.map((block, index) => {
        const blockId = blockIdOf(block, index);
        const Renderer = RENDERERS[block.type] ?? UnknownBlock;
        return (
          <div key={blockId} class={`block block-${block.type}`} data-block-id={blockId}>
            <Renderer block={block} blockId={blockId} />
          </div>
        );
      })}
    </div>
  );
}

interface BlockProps {
  readonly block: Block;
  readonly blockId: string;
}

const RENDERERS: Readonly<Record<string, (props: BlockProps) => JSX.Element>> = {
  section: SectionBlock,
  context: ContextBlock,
  divider: () => <hr />,
  header: ({ block }) => (
    <h3>
      <TextObject value={block['text']} />
    </h3>
  ),
  actions: ActionsBlock,
  rich_text: ({ block }) => <RichText block={block} />,
  image: ({ block }) => <ImagePlaceholder image={block} />,
  table: ({ block }) => <TableBlock block={block} />,
  data_table: ({ block }) => <DataTableBlock block={block} />,
  alert: AlertBlock,
  markdown: ({ block }) => <Markdown text={textOf(block['text'])} />,
  input: ({ block, blockId }) => <InputBlock block={block} blockId={blockId} />,
};

function place(blockId: string): ElementPlace {
  return {
    blockId,
    labelId: undefined,
    fieldId: undefined,
    describedBy: undefined,
    hasError: false,
    isDispatching: true,
  };
}

function SectionBlock({ block, blockId }: BlockProps) {
  const { text, fields, accessory } = block;
  return (
    <>
      <div class="section-text">
        {text === undefined ? undefined : <TextObject value={text} />}
        {fields === undefined ? undefined : <SectionFields fields={listOf(fields)} />}
      </div>
      {accessory === undefined ? undefined : (
        <div class="section-accessory">
          <ElementPart element={fieldsOf(accessory)} place={place(blockId)} />
        </div>
      )}
    </>
  );
}

function SectionFields({ fields }: { readonly fields: readonly unknown[] }) {
  return (
    <div class="section-fields">
      {fields.map((field, index) => (
        <div key={`${index}-${textOf(fieldsOf(field)['text'])}`}>
          <TextObject value={field} />
        </div>
      ))}
    </div>
  );
}

function ContextBlock({ block }: BlockProps) {
  return (
    <>
      {listOf(block['elements'])
        .map(fieldsOf)
        .map((element, index) => (
          <span key={`${index}-${textOf(element['text'])}`} class="context-part">
            {element['type'] === 'image' ? <ImagePlaceholder image={element} /> : <TextObject value={element} />}
          </span>
        ))}
    </>
  );
}

function ActionsBlock({ block, blockId }: BlockProps) {
  return (
    <>
      {listOf(block['elements'])
        .map(fieldsOf)
        .map((element, index) => (
          <ElementPart key={textOf(element['action_id']) || index} element={element} place={place(blockId)} />
        ))}
    </>
  );
}

const ALERT_SIGNS: Readonly<Record<string, string>> = { info: 'i', warning: '!', error: '✕', success: '✓' };

function AlertBlock({ block }: BlockProps) {
  const level = textOf(block['level']) || 'default';
  return (
    <div class={`alert alert-${level}`} role="note">
      <span class="alert-sign" aria-hidden="true">
        {ALERT_SIGNS[level] ?? '•'}
      </span>
      <div>
        <TextObject value={block['text']} />
      </div>
    </div>
  );
}

function UnknownBlock({ block }: BlockProps) {
  return <p class="unknown-block">The sandbox does not draw “{block.type}” blocks. Slack may.</p>;
}
