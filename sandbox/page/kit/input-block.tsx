import { useId } from 'preact/hooks';
import type { Block } from '../../protocol.ts';
import { fieldsOf } from '../unknown-value.ts';
import { type ElementPlace, useBlockPlace } from './block-place.ts';
import { ElementPart } from './elements/elements.tsx';
import { TextObject } from './passages.tsx';

/** A labelled input with its hint and, under it, what is wrong with it. */
export function InputBlock({ block, blockId }: { readonly block: Block; readonly blockId: string }) {
  const { errors } = useBlockPlace();
  const id = useId();
  const { label, hint, optional, element, dispatch_action } = block;
  const error = errors[blockId];
  const described = [hint === undefined ? undefined : `${id}-hint`, error === undefined ? undefined : `${id}-error`];
  const place: ElementPlace = {
    blockId,
    labelId: `${id}-label`,
    fieldId: `${id}-field`,
    describedBy: described.filter((part) => part !== undefined).join(' ') || undefined,
    hasError: error !== undefined,
    isDispatching: dispatch_action === true,
  };
  return (
    <div class={error === undefined ? 'field' : 'field field-wrong'}>
      <div class="field-label">
        <label id={`${id}-label`} htmlFor={`${id}-field`}>
          <TextObject value={label} />
        </label>
        {optional === true ? <span class="field-optional">(optional)</span> : undefined}
      </div>
      <ElementPart element={fieldsOf(element)} place={place} />
      {error === undefined ? undefined : (
        <p class="field-error" id={`${id}-error`}>
          <span aria-hidden="true">✕ </span>
          {error}
        </p>
      )}
      {hint === undefined ? undefined : (
        <p class="field-hint" id={`${id}-hint`}>
          <TextObject value={hint} />
        </p>
      )}
    </div>
  );
}
