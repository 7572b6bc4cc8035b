import { useId, useRef } from 'preact/hooks';
import type { Option } from '../../../protocol.ts';
import type { ElementPlace } from '../block-place.ts';
import { ChoiceList } from './choice-list.tsx';
import { type Choices, optionsOf } from './choices.ts';
import { Popup } from './popup.tsx';
import { useChoices } from './use-choices.ts';

export interface ComboboxProps {
  readonly place: ElementPlace;
  /** The placeholder, and the name where there is no label. */
  readonly name: string;
  readonly selected: Option | undefined;
  /** Characters before anything is asked for. */
  readonly leastQuery: number;
  readonly debounceMs: number;
  readonly hasFocus: boolean;
  readonly load: (query: string) => Choices | Promise<Choices>;
  readonly onChoose: (option: Option) => void;
}

/** A select with type-ahead, after the ARIA combobox pattern: the focus stays in the field, the keys move in the list. */
export function Combobox(props: ComboboxProps) {
  const { place, name, selected, leastQuery } = props;
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const list = useChoices(props);
  const choose = (option: Option) => {
    list.close();
    props.onChoose(option);
    field.current?.focus();
  };
  const keyDown = (event: KeyboardEvent) => {
    const option = optionsOf(list.choices)[list.active];
    handleKey(event, list, option === undefined ? undefined : () => choose(option));
  };
  return (
    <div ref={box} class={list.isOpen ? 'combobox combobox-open' : 'combobox'}>
      <input
        ref={field}
        id={place.fieldId}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        data-focus-on-load={props.hasFocus}
        class="input"
        aria-labelledby={place.labelId}
        aria-label={place.labelId === undefined ? name : undefined}
        aria-describedby={place.describedBy}
        aria-invalid={place.hasError}
        aria-expanded={list.isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={
          list.isOpen && optionsOf(list.choices).length > 0 ? `${listId}-${list.active}` : undefined
        }
        placeholder={selected?.text.text ?? name}
        value={list.isOpen ? list.query : (selected?.text.text ?? '')}
        onInput={(event) => list.type(event.currentTarget.value)}
        onClick={list.open}
        onKeyDown={keyDown}
        onBlur={list.close}
      />
      <span class="combobox-sign" aria-hidden="true">
        ⌄
      </span>
      {list.isOpen ? (
        <Popup anchor={box} onOutside={list.close} isWide>
          <ChoiceList
            id={listId}
            choices={list.choices}
            active={list.active}
            selected={selected}
            isLoading={list.isLoading}
            missing={leastQuery - list.query.length}
            onChoose={choose}
          />
        </Popup>
      ) : undefined}
    </div>
  );
}

type List = ReturnType<typeof useChoices>;

function handleKey(event: KeyboardEvent, list: List, chooseActive: (() => void) | undefined) {
  const handler = KEYS[event.key];
  if (handler?.(list, chooseActive) !== true) return;
  event.preventDefault();
  event.stopPropagation();
}

/** What each key does; true when it was for the list and not for the form around it. */
const KEYS: Readonly<Record<string, (list: List, chooseActive: (() => void) | undefined) => boolean>> = {
  ArrowDown: (list) => move(list, 1),
  ArrowUp: (list) => move(list, -1),
  Enter: (list, chooseActive) => {
    if (list.isOpen) chooseActive?.();
    else list.open();
    return true;
  },
  Escape: (list) => {
    const wasOpen = list.isOpen;
    list.close();
    return wasOpen;
  },
};

function move(list: List, by: number): boolean {
  if (list.isOpen) list.move(by);
  else list.open();
  return true;
}
