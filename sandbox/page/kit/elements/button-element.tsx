import { useSandbox } from '../../sandbox-context.ts';
import { fieldsOf, optionalTextOf, textOf } from '../../unknown-value.ts';
import { useBlockPlace } from '../block-place.ts';
import { TextObject } from '../passages.tsx';
import type { ElementProps } from './elements.tsx';
import { useConfirmed } from './use-confirmed.tsx';

const STYLES: Readonly<Record<string, string>> = { primary: 'button button-primary', danger: 'button button-danger' };

export function ButtonElement({ element, place }: ElementProps) {
  const { dispatch } = useBlockPlace();
  const { tell } = useSandbox();
  const [run, dialog] = useConfirmed(element);
  const { text, value, url, style, action_id, accessibility_label } = element;
  const press = () => {
    if (typeof url === 'string') tell(`The button leads to ${url}. The sandbox shows links and does not follow them.`);
    const sent = {
      type: 'button',
      text,
      ...(value === undefined ? {} : { value }),
      ...(url === undefined ? {} : { url }),
    };
    dispatch(place.blockId, textOf(action_id), sent);
  };
  return (
    <>
      <button
        type="button"
        class={STYLES[textOf(style)] ?? 'button'}
        title={optionalTextOf(url)}
        aria-label={optionalTextOf(accessibility_label)}
        onClick={() => run(press)}
      >
        <TextObject value={fieldsOf(text)} />
        {url === undefined ? undefined : <span aria-hidden="true"> ↗</span>}
      </button>
      {dialog}
    </>
  );
}
