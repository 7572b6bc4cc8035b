import { useEffect, useRef } from 'preact/hooks';
import type { Option } from '../../../protocol.ts';
import { type Choices, optionsOf } from './choices.ts';

interface ChoiceListProps {
  readonly id: string;
  readonly choices: Choices;
  readonly active: number;
  readonly selected: Option | undefined;
  readonly isLoading: boolean;
  /** Characters that have to be typed before anything is looked up. */
  readonly missing: number;
  readonly onChoose: (option: Option) => void;
}

export function ChoiceList(props: ChoiceListProps) {
  const { id, choices } = props;
  const options = optionsOf(choices);
  return (
    <div class="choices">
      <div id={id} role="listbox" aria-label="Options" tabIndex={-1} aria-busy={props.isLoading}>
        {choices.groups.map(({ label, options: grouped }) => (
          <fieldset key={label ?? ''} aria-label={label ?? 'Options'}>
            {label === undefined ? undefined : (
              <div class="choice-group" aria-hidden="true">
                {label}
              </div>
            )}
            {grouped.map((option) => (
              <Choice
                key={option.value}
                id={`${id}-${options.indexOf(option)}`}
                option={option}
                isActive={options.indexOf(option) === props.active}
                isSelected={option.value === props.selected?.value}
                onChoose={props.onChoose}
              />
            ))}
          </fieldset>
        ))}
      </div>
      {options.length === 0 ? (
        <p class="choices-note" role="status">
          {noteOf(props)}
        </p>
      ) : undefined}
    </div>
  );
}

function noteOf({ choices, isLoading, missing }: ChoiceListProps): string {
  if (missing > 0) return missing === 1 ? 'Type one more character.' : `Type ${missing} more characters.`;
  return isLoading ? 'Looking…' : (choices.problem ?? 'No results.');
}

interface ChoiceProps {
  readonly id: string;
  readonly option: Option;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onChoose: (option: Option) => void;
}

function Choice({ id, option, isActive, isSelected, onChoose }: ChoiceProps) {
  const item = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  const press = (event: MouseEvent) => {
    // The field keeps the focus.
    event.preventDefault();
    onChoose(option);
  };
  return (
    <div
      ref={item}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      class={isActive ? 'choice choice-active' : 'choice'}
      onMouseDown={press}
    >
      <span>{option.text.text}</span>
      {option.description === undefined ? undefined : <small>{option.description.text}</small>}
    </div>
  );
}
