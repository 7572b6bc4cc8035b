import { fieldsOf, listOf, numberOf, optionalTextOf, textOf } from '../../unknown-value.ts';
import { useBlockPlace } from '../block-place.ts';
import type { ElementProps } from './elements.tsx';

const MODES: Readonly<Record<string, 'decimal' | 'email' | 'url'>> = {
  number_input: 'decimal',
  email_text_input: 'email',
  url_text_input: 'url',
};

/** `plain_text_input`, `number_input`, `email_text_input` and `url_text_input`. */
export function TextElement({ element, place }: ElementProps) {
  const host = useBlockPlace();
  const type = textOf(element['type']);
  const actionId = textOf(element['action_id']);
  const value = textOf(host.values[place.blockId]?.[actionId]?.value);
  const triggers = listOf(fieldsOf(element['dispatch_action_config'])['trigger_actions_on']);
  const dispatch = (text: string) => host.dispatch(place.blockId, actionId, { type, value: text });
  const shared = {
    value,
    id: place.fieldId,
    class: 'input',
    'aria-labelledby': place.labelId,
    'aria-describedby': place.describedBy,
    'aria-invalid': place.hasError,
    'data-focus-on-load': element['focus_on_load'] === true,
    placeholder: optionalTextOf(fieldsOf(element['placeholder'])['text']),
    onInput: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
      const text = currentTarget.value;
      host.setInput(place.blockId, actionId, { type, value: text === '' ? null : text });
      if (place.isDispatching && triggers.includes('on_character_entered')) dispatch(text);
    },
  };
  const enter = (event: KeyboardEvent) => {
    const isTrigger = triggers.length === 0 || triggers.includes('on_enter_pressed');
    if (event.key !== 'Enter' || !place.isDispatching || !isTrigger) return;
    event.preventDefault();
    dispatch(value);
  };
  const isLong = element['multiline'] === true;
  const field = isLong ? (
    <textarea {...shared} rows={4} />
  ) : (
    <input {...shared} type="text" inputMode={MODES[type]} autocomplete="off" onKeyDown={enter} />
  );
  return (
    <>
      {field}
      <Remaining length={value.length} max={numberOf(element['max_length'])} />
    </>
  );
}

const NEARLY_FULL = 0.9;

/** Counts down once a limit comes near. */
function Remaining({ length, max }: { readonly length: number; readonly max: number | undefined }) {
  if (max === undefined || length < max * NEARLY_FULL) return <span hidden />;
  return <span class={length > max ? 'remaining remaining-over' : 'remaining'}>{max - length}</span>;
}
