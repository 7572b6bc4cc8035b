import { useRef, useState } from 'preact/hooks';
import { optionOf } from '../../state/view-inputs.ts';
import { listOf, textOf } from '../../unknown-value.ts';
import { useBlockPlace } from '../block-place.ts';
import type { ElementProps } from './elements.tsx';
import { Popup } from './popup.tsx';
import { useConfirmed } from './use-confirmed.tsx';

/** The "…" menu: arrow keys move, Escape closes and gives the focus back. */
export function OverflowElement({ element, place }: ElementProps) {
  const { dispatch } = useBlockPlace();
  const [run, dialog] = useConfirmed(element);
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const options = listOf(element['options']).flatMap((option) => optionOf(option) ?? []);
  const choose = (option: (typeof options)[number]) => {
    close();
    run(() => dispatch(place.blockId, textOf(element['action_id']), { type: 'overflow', selected_option: option }));
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="button button-icon"
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {isOpen ? (
        <Popup anchor={button} onOutside={() => setOpen(false)}>
          <div role="menu" tabIndex={-1} class="menu" onKeyDown={(event) => moveInMenu(event, close)}>
            {options.map((option, index) => (
              <button
                key={option.value}
                type="button"
                role="menuitem"
                autofocus={index === 0}
                ref={(item) => (index === 0 ? item?.focus() : undefined)}
                onClick={() => choose(option)}
              >
                {option.text.text}
              </button>
            ))}
          </div>
        </Popup>
      ) : undefined}
      {dialog}
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function moveInMenu(event: KeyboardEvent & { readonly currentTarget: HTMLElement }, close: () => void) {
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    event.stopPropagation();
    close();
    return;
  }
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const items: (Element | null)[] = [...event.currentTarget.querySelectorAll('button')];
  const next = items.at((items.indexOf(document.activeElement) + step) % items.length);
  if (next instanceof HTMLElement) next.focus();
}
