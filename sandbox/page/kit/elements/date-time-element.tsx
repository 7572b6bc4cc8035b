import { textOf } from '../../unknown-value.ts';
import { useBlockPlace } from '../block-place.ts';
import type { ElementProps } from './elements.tsx';

/** `datetimepicker`: holds seconds since 1970, shows the time of this browser. */
export function DateTimeElement({ element, place }: ElementProps) {
  const host = useBlockPlace();
  const actionId = textOf(element['action_id']);
  const seconds = host.values[place.blockId]?.[actionId]?.selected_date_time ?? undefined;
  const choose = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
    const chosen = Math.floor(new Date(currentTarget.value).getTime() / 1000);
    const input = { type: 'datetimepicker', selected_date_time: Number.isNaN(chosen) ? null : chosen };
    host.setInput(place.blockId, actionId, input);
    if (place.isDispatching) host.dispatch(place.blockId, actionId, input);
  };
  return (
    <input
      type="datetime-local"
      id={place.fieldId}
      class="input"
      aria-labelledby={place.labelId}
      aria-describedby={place.describedBy}
      aria-invalid={place.hasError}
      value={seconds === undefined ? '' : localText(seconds)}
      onChange={choose}
    />
  );
}

const MINUTE_MS = 60_000;

/**
 * As `datetime-local` takes it: the local time without its zone.
 * @param seconds since 1970
 */
export function localText(seconds: number): string {
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}
