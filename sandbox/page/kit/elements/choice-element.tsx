import { useId } from 'preact/hooks';
import type { Option } from '../../../protocol.ts';
import { optionOf } from '../../state/view-inputs.ts';
import { listOf, textOf } from '../../unknown-value.ts';
import { useBlockPlace } from '../block-place.ts';
import { TextObject } from '../passages.tsx';
import type { ElementProps } from './elements.tsx';

/** `checkboxes` and `radio_buttons`. */
export function ChoiceElement({ element, place }: ElementProps) {
  const host = useBlockPlace();
  const group = useId();
  const type = textOf(element['type']);
  const actionId = textOf(element['action_id']);
  const isMany = type === 'checkboxes';
  const state = host.values[place.blockId]?.[actionId];
  const chosen = isMany ? (state?.selected_options ?? []) : [state?.selected_option ?? []].flat();
  const options = listOf(element['options']).flatMap((option) => optionOf(option) ?? []);
  const toggle = (option: Option, isOn: boolean) => {
    const kept = options.filter(({ value }) =>
      value === option.value ? isOn : chosen.some((other) => other.value === value),
    );
    const part = isMany ? { selected_options: kept } : { selected_option: option };
    host.setInput(place.blockId, actionId, { type, ...part });
    if (place.isDispatching) host.dispatch(place.blockId, actionId, { type, ...part });
  };
  return (
    <fieldset class="options" aria-labelledby={place.labelId} aria-describedby={place.describedBy}>
      {options.map((option) => (
        <label key={option.value} class="option">
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={group}
            checked={chosen.some(({ value }) => value === option.value)}
            onChange={(event) => toggle(option, event.currentTarget.checked)}
          />
          <span>
            <TextObject value={option.text} />
            {option.description === undefined ? undefined : (
              <small>
                <TextObject value={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
